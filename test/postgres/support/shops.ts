import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import type { Pool } from 'pg';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import type { FlagManagerOptions } from '../../../lib/manager/options/flag-manager.options.js';
import { migratePostgres, PostgresStore, type PostgresStoreOptions } from '../../../lib/postgres/index.js';
import { RecordingLogger } from '../../support/recording-logger.js';

export interface Shop {
  readonly flags: FlagManager;
  readonly logger: RecordingLogger;
}

/** Creates the tables in a new schema. @returns its name */
export async function newSchema(pool: Pool): Promise<string> {
  const schema = `flags_${randomUUID()}`;
  await migratePostgres(pool, { schema });
  return schema;
}

/** Starts instances of a shop that keep their flags in Postgres, and closes them when their test is over. */
export function postgresShops() {
  const open: FlagManager[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((flags) => flags.close()));
  });
  return async (store: PostgresStoreOptions, options: FlagManagerOptions = {}): Promise<Shop> => {
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({
      initialFlags: { sale: false },
      storePoll: '1h',
      ...options,
      store: new PostgresStore(store),
      logger,
    });
    open.push(flags);
    return { flags, logger };
  };
}
