import type { Duration } from '../../../dist/index.js';
import { FlagManager } from '../../../dist/manager/flag-manager.js';
import { RedisStore } from '../../../dist/redis/index.js';

/** How a worker starts its instances. */
export interface InstanceOptions {
  /** Of a Redis on this machine, or of a proxy in front of it. */
  readonly port: number;
  readonly prefix?: string;
  readonly bootstrapFile?: string;
  /** @default '5s' */
  readonly storeTimeout?: Duration;
}

/** The store that instances with these options share. */
export function storeOf({ port, prefix = 'faults' }: InstanceOptions) {
  return new RedisStore({ url: `redis://127.0.0.1:${port}`, prefix, timeout: '1s' });
}

/** @param log called with everything that is logged */
export async function createInstance(options: InstanceOptions, log: (line: string) => void): Promise<FlagManager> {
  const { bootstrapFile, storeTimeout = '5s' } = options;
  return await FlagManager.create({
    store: storeOf(options),
    storeTimeout,
    bootTimeout: '5s',
    bootstrapFile,
    logger: { log, warn: log, error: log },
  });
}
