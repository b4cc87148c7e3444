import { createHash } from 'node:crypto';
import type { AuditEntry, FlagStore } from 'nestjs-feature-flags';
import {
  documentOf,
  type AuditQuery,
  type StoreContent,
  type StoredDocument,
  type StorePosition,
} from 'nestjs-feature-flags/core';

/** What the store needs of Postgres: a `Pool` of the package `pg` is one. */
export interface Database {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/** Run these once, in your migrations. Texts are stored as JSON, because Postgres accepts no NUL in text. */
export const TABLES = [
  'CREATE TABLE flag_position (row int PRIMARY KEY CHECK (row = 1), version bigint NOT NULL, id text NOT NULL)',
  "INSERT INTO flag_position VALUES (1, 0, '')",
  `CREATE TABLE flag_log (version bigint PRIMARY KEY, time text COLLATE "C" NOT NULL, key text NOT NULL,
    action text NOT NULL, actor text NOT NULL, entry text NOT NULL)`,
  'CREATE INDEX ON flag_log (key, version)',
  'CREATE INDEX ON flag_log (actor, version)',
  'CREATE INDEX ON flag_log (action, version)',
  'CREATE INDEX ON flag_log (time, version)',
  'CREATE TABLE flag_documents (name text PRIMARY KEY, document text NOT NULL)',
];

/** One statement, so that the documents are those of the position; without documents, it is one row. */
const READ = `
  SELECT version::float8 AS version, id, document FROM flag_position LEFT JOIN flag_documents ON true`;

/** One statement, so one transaction: if the position has changed, nothing is written. */
const APPEND = `
  WITH moved AS (
    UPDATE flag_position SET version = $3, id = $4 WHERE version = $1 AND id = $2 RETURNING version
  ), logged AS (
    INSERT INTO flag_log
      SELECT * FROM unnest($5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
      WHERE EXISTS (SELECT FROM moved)
  ), removed AS (
    DELETE FROM flag_documents WHERE name = ANY ($11::text[]) AND EXISTS (SELECT FROM moved)
  ), written AS (
    INSERT INTO flag_documents
      SELECT * FROM unnest($12::text[], $13::text[]) WHERE EXISTS (SELECT FROM moved)
      ON CONFLICT (name) DO UPDATE SET document = EXCLUDED.document
  )
  SELECT version FROM moved`;

/** It cannot be watched: the manager reads it every `storePoll`, which may be '1s' for a table. */
export class TableStore implements FlagStore {
  readonly name = 'table-store';

  constructor(private readonly database: Database) {}

  async read(): Promise<StoreContent> {
    const rows = (await this.database.query(READ)).rows as (StorePosition & { document: string | null })[];
    const [{ version, id } = { version: 0, id: '' }] = rows;
    const documents = rows.flatMap(({ document }) =>
      document === null ? [] : [JSON.parse(document) as StoredDocument],
    );
    return { position: { version, id }, documents };
  }

  async append(entries: readonly AuditEntry[], { version, id }: StorePosition): Promise<boolean> {
    const last = entries.at(-1);
    if (last === undefined) return true;
    const documents = new Map<string, StoredDocument>(); // the last state of each
    for (const entry of entries) {
      const write = documentOf(entry);
      if (write !== undefined) documents.set(nameOf(write), write);
    }
    const written = [...documents].filter(([, { value }]) => value !== null);
    try {
      const { rows } = await this.database.query(APPEND, [
        version,
        id,
        last.version,
        last.id,
        entries.map((entry) => entry.version),
        entries.map(({ time }) => time),
        entries.map(({ key }) => key),
        entries.map(({ action }) => action),
        entries.map(({ actor }) => JSON.stringify(actor)),
        entries.map((entry) => JSON.stringify(entry)),
        [...documents].filter(([, { value }]) => value === null).map(([name]) => name),
        written.map(([name]) => name),
        written.map(([, document]) => JSON.stringify(document)),
      ]);
      return rows.length === 1;
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
  }

  async query({ order, limit, after, before, key, actor, action, since, until }: AuditQuery): Promise<AuditEntry[]> {
    const values: unknown[] = [];
    const conditions: string[] = [];
    // Only the conditions that were asked for: with `$1 IS NULL OR key = $1`, a prepared statement uses no index.
    const where = (condition: string, value: unknown) => {
      if (value !== undefined) conditions.push(`${condition} $${values.push(value)}`);
    };
    where('version >', after);
    where('version <', before);
    where('key =', key);
    where('actor =', actor === undefined ? undefined : JSON.stringify(actor));
    where('action =', action);
    where('time >=', since?.toISOString());
    where('time <', until?.toISOString());
    const { rows } = await this.database.query(
      `SELECT entry FROM flag_log WHERE ${['true', ...conditions].join(' AND ')}
        ORDER BY version ${order === 'oldest_first' ? 'ASC' : 'DESC'} LIMIT $${values.push(limit)}`,
      values,
    );
    return rows.map((row) => JSON.parse((row as { entry: string }).entry) as AuditEntry);
  }
}

/** A hash, because the name of an override contains a user's id, and an index entry of Postgres holds 2,704 bytes. */
function nameOf({ kind, id }: StoredDocument): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, id]))
    .digest('hex');
}

/**
 * Whether another writer was faster: where transactions are "repeatable read" or "serializable" by default, Postgres
 * reports this as an error, and ends a deadlock with one. Nothing was written then.
 */
function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
}
