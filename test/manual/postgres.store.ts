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

/** Run these once, in your migrations. Text is stored as JSON, because Postgres accepts no NUL in text. */
export const TABLES = [
  'CREATE TABLE flag_position (row int PRIMARY KEY CHECK (row = 1), version bigint, id text)',
  "INSERT INTO flag_position VALUES (1, 0, '')",
  'CREATE TABLE flag_log (version bigint PRIMARY KEY, time text, key text, action text, actor text, entry text)',
  'CREATE TABLE flag_documents (name text PRIMARY KEY, document text)',
];

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
export class PostgresStore implements FlagStore {
  readonly name = 'postgres';

  constructor(private readonly database: Database) {}

  async read(): Promise<StoreContent> {
    // In one statement, so that the documents are those of the position.
    const { rows } = await this.database.query(
      'SELECT version::int, id, ARRAY(SELECT document FROM flag_documents) AS documents FROM flag_position',
    );
    const { version, id, documents } = rows[0] as StorePosition & { documents: string[] };
    return { position: { version, id }, documents: documents.map((text) => JSON.parse(text) as StoredDocument) };
  }

  async append(entries: readonly AuditEntry[], { version, id }: StorePosition): Promise<boolean> {
    const last = entries.at(-1);
    if (last === undefined) return true;
    const documents = new Map<string, StoredDocument>(); // the last state of each
    for (const entry of entries) {
      const write = documentOf(entry);
      if (write !== undefined) documents.set(JSON.stringify([write.kind, write.id]), write);
    }
    const written = [...documents].filter(([, { value }]) => value !== null);
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
  }

  async query({ order, limit, after, before, key, actor, action, since, until }: AuditQuery): Promise<AuditEntry[]> {
    const { rows } = await this.database.query(
      `SELECT entry FROM flag_log
        WHERE version > $1 AND version < $2 AND ($3::text IS NULL OR key = $3) AND ($4::text IS NULL OR actor = $4)
          AND ($5::text IS NULL OR action = $5) AND ($6::text IS NULL OR time >= $6) AND ($7::text IS NULL OR time < $7)
        ORDER BY version ${order === 'oldest_first' ? 'ASC' : 'DESC'} LIMIT $8`,
      [
        after ?? 0,
        before ?? Number.MAX_SAFE_INTEGER,
        key,
        actor === undefined ? undefined : JSON.stringify(actor),
        action,
        since?.toISOString(),
        until?.toISOString(),
        limit,
      ],
    );
    return rows.map((row) => JSON.parse((row as { entry: string }).entry) as AuditEntry);
  }
}
