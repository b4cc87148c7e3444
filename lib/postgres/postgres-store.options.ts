import { milliseconds, type Duration } from '../internal/duration.js';
import { durationOption } from '../internal/options/duration-option.js';
import { option } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { partNameOption } from '../internal/options/part-name.js';
import { isPlainObject } from '../internal/options/plain-entries.js';
import { assertOneDatabase } from './assert-one-database.js';
import { databaseOption, poolOption } from './database-options.js';
import type { PostgresClientOptions } from './postgres-client-options.js';
import type { PostgresDatabase, PostgresPool } from './postgres-database.js';
import { isPostgresUrl, POSTGRES_URL_FORM } from './postgres-url.js';
import { DEFAULT_SCHEMA, schemaNameOption } from './schema-name.js';

/** Options for connections that the store opens and closes. */
export interface PostgresStoreServer {
  /** The URL of the database, such as `postgres://user:password@host:5432/database`. */
  readonly url?: string | undefined;
  /**
   * The options of a client of the package `pg`, such as certificates, in addition to the URL or instead of it. Give each
   * setting in only one of the two.
   */
  readonly clientOptions?: PostgresClientOptions | undefined;
  /** Not allowed with `url` or `clientOptions`. */
  readonly pool?: undefined;
  /** Not allowed with `url` or `clientOptions`. */
  readonly database?: undefined;
}

/** Options for a pool that the application owns. */
export interface PostgresStorePool {
  /**
   * A `Pool` of the package `pg`, version 8. The store never closes it: close it after the store. To receive
   * changes, the store opens one connection of its own, with the options of the pool. Listen to the pool's `error`
   * events: while no store is open, an error without a listener ends the process.
   */
  readonly pool: PostgresPool;
  /** Not allowed with `pool`. */
  readonly url?: undefined;
  /** Not allowed with `pool`. */
  readonly clientOptions?: undefined;
  /** Not allowed with `pool`. */
  readonly database?: undefined;
}

/** Options for another library, through which the application reaches Postgres. */
export interface PostgresStoreDatabase {
  /** Functions that run a statement and, if possible, listen, through any library that reaches Postgres. */
  readonly database: PostgresDatabase;
  /** Not allowed with `database`. */
  readonly url?: undefined;
  /** Not allowed with `database`. */
  readonly clientOptions?: undefined;
  /** Not allowed with `database`. */
  readonly pool?: undefined;
}

/** The options of {@link PostgresStore} apart from its connections. */
export interface PostgresStoreSettings {
  /**
   * The schema that contains the tables; a different one for each application that shares the database. It is also the name
   * of the channel. 1 to 63 letters, digits, underscores and hyphens. @default 'feature_flags'
   */
  readonly schema?: string | undefined;
  /**
   * The URL of a direct connection to receive changes, if `url`, `pool` or `database` leads to a pooler that does not
   * forward notifications; or `false` to poll instead, every `storePoll`. @default the server that statements are sent to
   */
  readonly listen?: string | false | undefined;
  /**
   * The timeout of one statement, at most 10 minutes, including the wait for a free connection. For reading everything,
   * or for more than 1,000 changes at once, it is five times as long, but at most `storeTimeout`. @default '2s'
   */
  readonly timeout?: Duration | undefined;
  /** How long the sticky variants of a unit are kept after its last evaluation. @default '720h' */
  readonly stickyTtl?: Duration | undefined;
  /**
   * How long audit entries are kept; older ones are removed, in batches, by one instance. The role then needs the right to
   * remove them (`retentionRole`). @default all entries are kept
   */
  readonly auditRetention?: Duration | undefined;
  /**
   * The name in `status()`, errors and logs; a bootstrap file is used only by a store of the same name.
   * @default 'postgres-store:' and the schema
   */
  readonly name?: string | undefined;
}

/** The options of {@link PostgresStore}: either `url`, `clientOptions` or both, or `pool`, or `database`. */
export type PostgresStoreOptions = PostgresStoreSettings &
  (PostgresStoreServer | PostgresStorePool | PostgresStoreDatabase);

const postgresStoreOptions = new OptionsSchema<PostgresStoreOptions>('PostgresStore', {
  url: option(isPostgresUrl, `must be a URL such as ${POSTGRES_URL_FORM}`),
  clientOptions: option(isPlainObject, 'must be a plain object with options of Client of the package "pg"'),
  pool: poolOption,
  database: databaseOption,
  schema: schemaNameOption,
  listen: option(
    (value) => value === false || isPostgresUrl(value),
    `must be false, or the URL of a direct connection such as ${POSTGRES_URL_FORM}`,
  ),
  timeout: durationOption('1ms', '10m'),
  stickyTtl: durationOption('1ms', '876000h'),
  auditRetention: durationOption('1h', '876000h'),
  name: partNameOption,
});

/** {@link PostgresStoreSettings} with all defaults, and durations in milliseconds. */
export interface ResolvedPostgresStoreSettings {
  readonly schema: string;
  readonly timeout: number;
  readonly stickyTtl: number;
  /** `undefined` if all entries are kept. */
  readonly auditRetention: number | undefined;
  readonly name: string;
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option */
export function readPostgresStoreOptions(given: PostgresStoreOptions): PostgresStoreOptions {
  const options = postgresStoreOptions.read(given);
  assertOneDatabase(options);
  return options;
}

/** @param options the result of {@link readPostgresStoreOptions} */
export function resolvePostgresStoreSettings(options: PostgresStoreOptions): ResolvedPostgresStoreSettings {
  const { schema = DEFAULT_SCHEMA, name = `postgres-store:${schema}`, auditRetention } = options;
  return Object.freeze({
    schema,
    name,
    timeout: wholeMilliseconds(options.timeout ?? '2s'),
    stickyTtl: wholeMilliseconds(options.stickyTtl ?? '720h'),
    auditRetention: auditRetention === undefined ? undefined : wholeMilliseconds(auditRetention),
  });
}

/** The duration in whole milliseconds; at least one, because timers would read "0.4ms" as 0. */
function wholeMilliseconds(duration: Duration): number {
  return Math.max(1, Math.round(milliseconds(duration)));
}
