import type { SchemaMigration } from '../schema-migration.js';
import { createVersions } from '../create-schema.js';
import { createTrimLog } from '../trim-log.js';

const ALL = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/**
 * Version 1: all tables. Text from outside is stored as JSON, in columns of the type `text`, because Postgres accepts no
 * NUL in text, and `jsonb` no lone surrogates. The collation "C" compares bytes, so that times sort, and an upgrade of
 * the operating system damages no index.
 */
export const tablesMigration: SchemaMigration = {
  version: 1,
  isBreaking: false,
  statements: (names) => [
    ...createVersions(names),
    `CREATE TABLE IF NOT EXISTS ${names.position} (
  row integer PRIMARY KEY CHECK (row = 1),
  version bigint NOT NULL,
  id text COLLATE "C" NOT NULL
)`,
    `INSERT INTO ${names.position} (row, version, id) VALUES (1, 0, '') ON CONFLICT DO NOTHING`,
    `CREATE TABLE IF NOT EXISTS ${names.log} (
  version bigint PRIMARY KEY,
  time text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  action text COLLATE "C" NOT NULL,
  actor text COLLATE "C" NOT NULL,
  entry text COLLATE "C" NOT NULL
)`,
    `CREATE INDEX IF NOT EXISTS log_key ON ${names.log} (key, version)`,
    `CREATE INDEX IF NOT EXISTS log_actor ON ${names.log} (actor, version)`,
    `CREATE INDEX IF NOT EXISTS log_action ON ${names.log} (action, version)`,
    `CREATE INDEX IF NOT EXISTS log_time ON ${names.log} (time, version)`,
    `CREATE TABLE IF NOT EXISTS ${names.documents} (
  kind text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  document text COLLATE "C" NOT NULL,
  PRIMARY KEY (kind, name)
)`,
    `CREATE TABLE IF NOT EXISTS ${names.sticky} (
  unit text COLLATE "C" NOT NULL,
  flag text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  variant text COLLATE "C" NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (unit, flag)
)`,
    `CREATE TABLE IF NOT EXISTS ${names.leases} (
  name text COLLATE "C" PRIMARY KEY,
  holder text COLLATE "C" NOT NULL,
  expires_at timestamptz NOT NULL
)`,
    `CREATE TABLE IF NOT EXISTS ${names.usage} (
  flag text COLLATE "C" PRIMARY KEY,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL
)`,
    `CREATE TABLE IF NOT EXISTS ${names.usageAnswers} (
  flag text COLLATE "C" NOT NULL,
  enabled boolean NOT NULL,
  variant text COLLATE "C" NOT NULL,
  count bigint NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (flag, enabled, variant)
)`,
    `CREATE TABLE IF NOT EXISTS ${names.usageInstances} (
  instance text COLLATE "C" PRIMARY KEY,
  sequence bigint NOT NULL,
  seen_at timestamptz NOT NULL
)`,
    `CREATE TABLE IF NOT EXISTS ${names.usageSummary} (
  row integer PRIMARY KEY CHECK (row = 1),
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  instances bigint NOT NULL
)`,
    ...createTrimLog(names),
  ],
  grants: [
    { table: 'migrations', rights: ['SELECT'] },
    { table: 'position', rights: ['SELECT', 'UPDATE (version, id)'] },
    { table: 'log', rights: ['SELECT', 'INSERT'] }, // append-only
    { table: 'documents', rights: ALL },
    { table: 'sticky', rights: ALL },
    { table: 'leases', rights: ALL },
    { table: 'usage', rights: ALL },
    { table: 'usage_answers', rights: ALL },
    { table: 'usage_instances', rights: ALL },
    { table: 'usage_summary', rights: ALL },
  ],
};
