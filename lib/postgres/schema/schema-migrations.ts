import type { SchemaMigration } from './schema-migration.js';
import { tablesMigration } from './migrations/tables.migration.js';

/** All versions of the schema, oldest first, numbered from 1 without gaps. */
export const SCHEMA_MIGRATIONS: readonly SchemaMigration[] = [tablesMigration];

/** The version of the schema that this release needs. */
export const SCHEMA_VERSION = SCHEMA_MIGRATIONS.length;
