import { afterEach } from '@jest/globals';
import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import type { FlagManagerOptions } from '../../../lib/manager/options/flag-manager.options.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

export interface Started {
  readonly flags: FlagManager;
  readonly clock: ManualClock;
  readonly logger: RecordingLogger;
}

/** Returns a function that starts managers with a stopped clock, which are closed after each test. */
export function managers(): (options?: FlagManagerOptions) => Promise<Started> {
  const open: FlagManager[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((flags) => flags.close()));
  });
  return async (options = {}) => {
    const clock = new ManualClock();
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({ clock, logger, ...options });
    open.push(flags);
    return { flags, clock, logger };
  };
}

/** Lets everything happen that waits for no clock and no disk. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** The whole audit log, oldest first. */
export async function auditOf(flags: FlagManager): Promise<readonly AuditEntry[]> {
  return (await flags.getAuditLog({ limit: 1000 })).entries.toReversed();
}
