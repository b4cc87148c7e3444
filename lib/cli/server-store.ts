import type { Command } from 'commander';
import { PostgresReader } from '../postgres/postgres-reader.js';
import { DEFAULT_SCHEMA } from '../postgres/schema-name.js';
import { RedisStore } from '../redis/redis.store.js';
import { CliError } from './cli.error.js';
import type { CliProcess } from './cli-process.js';
import { ExitCode } from './exit-code.js';
import { readStoreUrl } from './read-store-url.js';

/** The options that name a store on a server. */
export interface ServerStoreOptions {
  readonly redisEnv?: string;
  readonly prefix: string;
  readonly postgresEnv?: string;
  readonly schema: string;
}

/** A store that several instances share. */
export type ServerStore = RedisStore | PostgresReader;

/** Adds the options that name a store on a server to a command. */
export function addServerStoreOptions(command: Command): Command {
  return command
    .option('--redis-env <name>', 'the environment variable that contains the URL of Redis')
    .option('--prefix <prefix>', 'the prefix of the store in Redis', 'feature-flags')
    .option('--postgres-env <name>', 'the environment variable that contains the URL of Postgres')
    .option('--schema <name>', 'the schema of the store in Postgres', DEFAULT_SCHEMA);
}

/**
 * Opens the store that the options name, and closes it afterwards.
 *
 * @throws {CliError} when they name none or two, or an environment variable that is not set
 */
export async function withServerStore<T>(
  options: ServerStoreOptions,
  process: CliProcess,
  use: (store: ServerStore) => Promise<T>,
): Promise<T> {
  const store = openServerStore(options, process);
  try {
    return await use(store);
  } finally {
    store.close();
  }
}

function openServerStore(options: ServerStoreOptions, process: CliProcess): ServerStore {
  const { redisEnv, prefix, postgresEnv, schema } = options;
  if (redisEnv !== undefined && postgresEnv === undefined) {
    return new RedisStore({ url: readStoreUrl('--redis-env', redisEnv, process), prefix });
  }
  if (postgresEnv !== undefined && redisEnv === undefined) {
    return new PostgresReader({ url: readStoreUrl('--postgres-env', postgresEnv, process), schema });
  }
  throw new CliError('Name one store: Redis with --redis-env, or Postgres with --postgres-env.', ExitCode.Usage);
}
