import { afterEach } from '@jest/globals';
import { FlagManager } from 'nestjs-feature-flags';
import { RecordingLogger } from '../support/recording-logger.js';

/** Starts managers. After each test they are closed with whatever else is in `open`, the last one first. */
export function flagManagers() {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).toReversed()) await each.close();
  });
  const manager = async (options: Parameters<typeof FlagManager.create>[0]): Promise<FlagManager> => {
    const flags = await FlagManager.create({ logger: new RecordingLogger(), ...options });
    open.push(flags);
    return flags;
  };
  return { open, manager };
}
