import type { AuditEntry } from '../../store/audit-entry.js';
import type { StorePosition } from '../../store/flag-store.js';
import { positionText } from '../../store/store-position.js';
import { documentOf, type DocumentWrite } from '../../store/stored-document.js';
import type { Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import { keyText, storedText } from '../stored-text.js';
import { SERVER_TIME } from './sql-time.js';

export interface Append {
  /** One or more entries. */
  readonly entries: readonly AuditEntry[];
  /** The position that the entries follow. */
  readonly last: StorePosition;
  /** When nothing may be written any longer, by the clock of the server, in milliseconds since 1970. */
  readonly deadline: number;
  /** How long the statement waits for each lock of another session, in milliseconds. */
  readonly lockWait: number;
}

/** The outcome of an append: only one that was `appended` has changed anything. */
export type AppendOutcome = 'appended' | 'overtaken' | 'late';

/** The SQLSTATE of an append that was undone, because its deadline has passed while it was writing. */
export const TOO_LATE = '22P02';

/**
 * Adds entries after the expected position, and announces the new one. The row has the `outcome`, and the `time` of the
 * server; without a row, there is no position.
 *
 * One statement is a transaction without any state of the session, so that every pooler and library can run it. It locks
 * the position first, and compares the deadline after waiting for the lock, so that an append that was given up is not made
 * when the lock is free. It compares the deadline again after it has written, because it may have waited for other locks: a
 * text that is not a number then ends the transaction.
 *
 * The settings apply to this transaction alone. An append must be durable even if the database confirms commits before they
 * are on disk. A limit for locks ends the statement on the server before the caller gives up.
 */
export function appendStatement(names: PostgresNames, { entries, last, deadline, lockWait }: Append): Statement {
  const next = entries.at(-1) ?? last;
  const { removed, written } = lastDocuments(entries);
  return {
    text: appendText(names),
    values: [
      last.version,
      last.id,
      deadline,
      `${Math.max(1, Math.floor(lockWait))}`,
      next.version,
      next.id,
      names.channel,
      positionText(next),
      entries.map(({ version }) => version),
      entries.map(({ time }) => time),
      entries.map(({ key }) => key),
      entries.map(({ action }) => action),
      entries.map(({ actor }) => keyText(actor)),
      entries.map((entry) => JSON.stringify(entry)),
      removed.map(({ kind }) => kind),
      removed.map(({ id }) => keyText(id)),
      written.map(({ kind }) => kind),
      written.map(({ id }) => keyText(id)),
      written.map(({ id }) => storedText(id)),
      written.map(({ value }) => JSON.stringify(value)),
    ],
  };
}

function appendText({ position, log, documents }: PostgresNames): string {
  return `
WITH settings AS MATERIALIZED (
  SELECT set_config('lock_timeout', $4::text, true) AS lock_timeout,
      CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END AS commit
), locked AS MATERIALIZED (
  SELECT head.version, head.id FROM settings CROSS JOIN ${position} AS head WHERE head.row = 1 FOR UPDATE OF head
), expected AS MATERIALIZED (
  SELECT version FROM locked
    WHERE version = $1::float8 AND id = $2::text AND ${SERVER_TIME} < $3::float8
), moved AS (
  UPDATE ${position} AS head SET version = $5::float8::bigint, id = $6::text
    FROM expected WHERE head.row = 1
    RETURNING head.version, pg_notify($7::text, $8::text)::text AS notified
), logged AS (
  INSERT INTO ${log} (version, time, key, action, actor, entry)
    SELECT entry.version::bigint, entry.time, entry.key, entry.action, entry.actor, entry.entry
      FROM moved CROSS JOIN unnest($9::float8[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])
        AS entry (version, time, key, action, actor, entry)
    RETURNING version
), removed AS (
  DELETE FROM ${documents} AS document
    USING moved CROSS JOIN unnest($15::text[], $16::text[]) AS gone (kind, name)
    WHERE document.kind = gone.kind AND document.name = gone.name
    RETURNING document.kind
), written AS (
  INSERT INTO ${documents} (kind, name, id, document)
    SELECT document.kind, document.name, document.id, document.document
      FROM moved CROSS JOIN unnest($17::text[], $18::text[], $19::text[], $20::text[])
        AS document (kind, name, id, document)
    ON CONFLICT (kind, name) DO UPDATE SET id = EXCLUDED.id, document = EXCLUDED.document
    RETURNING kind
), writes AS MATERIALIZED (
  SELECT (SELECT count(*) FROM logged) + (SELECT count(*) FROM removed) + (SELECT count(*) FROM written) AS count
)
SELECT ${SERVER_TIME} AS time,
    CASE
      WHEN moved.version IS NOT NULL AND ${SERVER_TIME} < $3::float8 THEN 'appended'
      WHEN moved.version IS NOT NULL THEN ('the deadline has passed at ' || clock_timestamp())::integer::text
      WHEN locked.version = $1::float8 AND locked.id = $2::text THEN 'late'
      ELSE 'overtaken'
    END AS outcome
  FROM locked LEFT JOIN moved ON true CROSS JOIN writes`;
}

/** The documents after all entries, each once. */
function lastDocuments(entries: readonly AuditEntry[]): {
  readonly removed: readonly DocumentWrite[];
  readonly written: readonly DocumentWrite[];
} {
  const last = new Map<string, DocumentWrite>();
  for (const entry of entries) {
    const write = documentOf(entry);
    if (write !== undefined) last.set(`${write.kind} ${write.id}`, write);
  }
  const documents = [...last.values()];
  return {
    removed: documents.filter(({ value }) => value === null),
    written: documents.filter(({ value }) => value !== null),
  };
}
