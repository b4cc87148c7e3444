import { option, wholeNumberOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { isText } from '../../internal/text.js';
import { DEFAULT_SCHEMA, schemaNameOption } from '../schema-name.js';
import { SCHEMA_VERSION } from './schema-migrations.js';

/** The schema and the roles that use it. */
export interface PostgresSchemaOptions {
  /** The name of the schema. @default 'feature_flags' */
  readonly schema?: string | undefined;
  /**
   * The role of the application, which gets the rights that the store needs, and no others; it exists already. Absent: no
   * rights are granted, so that only the owner of the tables can use them.
   */
  readonly role?: string | undefined;
  /** The role that removes old entries of the log, which exists already. Absent: only the owner can remove them. */
  readonly retentionRole?: string | undefined;
}

/** The options of {@link postgresSql}. */
export interface PostgresSqlOptions extends PostgresSchemaOptions {
  /**
   * The first version of the schema whose SQL is included: one more than the version that the database has. @default 1
   */
  readonly from?: number | undefined;
  /** The last version of the schema whose SQL is included. @default the newest */
  readonly to?: number | undefined;
}

/** The length of a name, in bytes: Postgres cuts longer ones, so that two could become one. */
const MAX_NAME = 63;

const roleNameOption = option<string>(
  (value) => isText(value, MAX_NAME) && Buffer.byteLength(value) <= MAX_NAME && !/\p{Cc}/u.test(value),
  `must be the name of a role: 1 to ${MAX_NAME} bytes of well-formed Unicode, without control characters`,
);

const schemaReaders = { schema: schemaNameOption, role: roleNameOption, retentionRole: roleNameOption };

const migrationOptions = new OptionsSchema<PostgresSchemaOptions>('migratePostgres', schemaReaders);

const sqlOptions = new OptionsSchema<PostgresSqlOptions>('postgresSql', {
  ...schemaReaders,
  from: wholeNumberOption(1, SCHEMA_VERSION + 1), // the version after the newest has only grants
  to: wholeNumberOption(1, SCHEMA_VERSION),
});

/** {@link PostgresSchemaOptions} with all defaults. */
export interface ResolvedSchemaOptions extends PostgresSchemaOptions {
  readonly schema: string;
}

/** {@link PostgresSqlOptions} with all defaults. */
export interface ResolvedSqlOptions extends ResolvedSchemaOptions {
  readonly from: number;
  readonly to: number;
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option */
export function readMigrationOptions(given: PostgresSchemaOptions): ResolvedSchemaOptions {
  const { schema = DEFAULT_SCHEMA, ...roles } = migrationOptions.read(given);
  return { schema, ...roles };
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option */
export function readSqlOptions(given: PostgresSqlOptions): ResolvedSqlOptions {
  const { schema = DEFAULT_SCHEMA, from = 1, to = SCHEMA_VERSION, ...roles } = sqlOptions.read(given);
  return { schema, from, to, ...roles };
}
