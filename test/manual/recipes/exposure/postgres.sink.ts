import type { ExposureSink } from 'nestjs-feature-flags';

/** What the sink needs of Postgres: a `Pool` of the package `pg` is one. */
export interface Database {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** Run these once, in your migrations. */
export const EVENT_TABLE = [
  `CREATE TABLE flag_events (
    time timestamptz NOT NULL,
    name text NOT NULL,
    targeting_key text NOT NULL,
    targeting_key_path text NOT NULL,
    flag_key text,
    flag_version text,
    variant text,
    assignment text,
    reason text,
    value double precision,
    attributes jsonb
  )`,
  'CREATE INDEX ON flag_events (name, flag_key, time)',
  'CREATE INDEX ON flag_events (targeting_key, name)',
];

const INSERT = `
  INSERT INTO flag_events
  SELECT "timestamp", "trackingEventName", "targetingKey", "targetingKeyPath",
    "flagKey", "flagVersion", variant, assignment, reason, value, attributes
  FROM jsonb_to_recordset($1) AS event (
    "timestamp" timestamptz, "trackingEventName" text, "targetingKey" text, "targetingKeyPath" text,
    "flagKey" text, "flagVersion" text, variant text, assignment text, reason text, value double precision,
    attributes jsonb
  )`;

/** Writes each batch in one statement. Give the pool a `query_timeout` below the `timeout` of the module. */
export function postgresSink(database: Database): ExposureSink {
  return async (events) => {
    // Postgres accepts no NUL in text, and one id that contains it must not lose the whole batch.
    const texts = events.map((event) => JSON.stringify(event)).filter((text) => !text.includes('\\u0000'));
    await database.query(INSERT, [`[${texts.join(',')}]`]);
  };
}
