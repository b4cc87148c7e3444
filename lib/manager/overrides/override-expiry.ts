import type { FlagOverride } from '../../engine/flag-override.js';
import type { ChangeWriter } from '../changes/change-writer.js';
import type { DueItem } from '../changes/due-queue.js';
import type { ScheduledTask } from '../changes/scheduled-tasks.js';
import type { OverrideRegistry } from './override-registry.js';

/** Removes expired overrides as audited changes. Evaluations already ignore them. */
export class OverrideExpiry implements ScheduledTask {
  readonly #overrides: OverrideRegistry;
  readonly #writer: ChangeWriter;

  constructor(overrides: OverrideRegistry, writer: ChangeWriter) {
    this.#overrides = overrides;
    this.#writer = writer;
  }

  next(): DueItem<FlagOverride> | undefined {
    return this.#overrides.set.nextExpiry();
  }

  async run(now: number): Promise<void> {
    for (const expired of this.#overrides.set.expired(now)) {
      const { key } = expired;
      await this.#writer.commit(() => {
        const before = this.#overrides.set.get(key, expired); // it may have been replaced or removed meanwhile
        if (before?.expiresAt === undefined || Date.parse(before.expiresAt) > now) return undefined;
        const by = { actor: 'expiry', origin: 'expiry' };
        return { records: [{ action: 'override_expired', key, before, after: null, ...by }] };
      });
    }
  }
}
