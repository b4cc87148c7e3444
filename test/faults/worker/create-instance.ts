import { FlagManager } from '../../../dist/manager/flag-manager.js';
import type { InstanceOptions } from './instance-options.js';
import { openStore } from './open-store.js';

/** @param log called with everything that is logged */
export async function createInstance(options: InstanceOptions, log: (line: string) => void): Promise<FlagManager> {
  const { store, bootstrapFile, storeTimeout = '5s', storePoll } = options;
  return await FlagManager.create({
    store: openStore(store),
    storeTimeout,
    storePoll,
    bootTimeout: '5s',
    bootstrapFile,
    logger: { log, warn: log, error: log },
  });
}
