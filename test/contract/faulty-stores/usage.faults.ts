import type { FlagUsageDelta, FlagUsageReport } from '../../../lib/store/usage/flag-usage.js';
import { opened, SharedStore, type StoreFault } from '../shared-store.js';

/** Stores that do not add up usage as they have to. */
export const usageFaults: readonly StoreFault[] = [
  [
    'reports usage before there is any',
    opened(
      class extends SharedStore {
        override readUsage(): FlagUsageReport {
          const now = new Date().toISOString();
          return this.there.readUsage() ?? { since: now, until: now, instances: 0, flags: [] };
        }
      },
    ),
    /^knows no usage before any is added/,
  ],
  [
    'drops the variants',
    adding((delta) => ({
      ...delta,
      flags: delta.flags.map(({ key, answers }) => ({
        key,
        answers: answers.map(({ enabled, count }) => ({ enabled, count })),
      })),
    })),
    /^returns the usage that was added/,
  ],
  [
    'keeps only the usage of the instance that was last added',
    adding((delta) => ({ ...delta, instance: 'one' })),
    /^adds up the usage of several instances/,
  ],
  [
    'adds a delta again that is sent again',
    adding((delta) => ({ ...delta, sequence: ++sequence })),
    /^adds a delta once/,
  ],
  [
    'reads before it adds, so that concurrent deltas are lost',
    opened(
      class extends SharedStore {
        #busy = false;
        override async addUsage(delta: FlagUsageDelta): Promise<void> {
          if (this.#busy) return;
          this.#busy = true;
          await Promise.resolve();
          this.there.addUsage(delta);
          this.#busy = false;
        }
      },
    ),
    /^loses nothing of what instances add concurrently/,
  ],
  [
    'ignores flags without answers',
    adding((delta) => ({ ...delta, flags: delta.flags.filter(({ answers }) => answers.length > 0) })),
    /^keeps a flag that was evaluated without an answer/,
  ],
  [
    'returns a thousand flags at most',
    opened(
      class extends SharedStore {
        override readUsage(): FlagUsageReport | undefined {
          const report = this.there.readUsage();
          return report && { ...report, flags: report.flags.slice(0, 1000) };
        }
      },
    ),
    /^returns all flags/,
  ],
  [
    'forgets usage when it is closed',
    () => {
      const stores = opened(SharedStore);
      return Promise.resolve(stores()).then((subject) => ({
        ...subject,
        reopen: async () => (await stores()).store,
      }));
    },
    /^keeps usage when it is opened again/,
  ],
];

let sequence = 1000;

/** A store that adds something else. */
function adding(changed: (delta: FlagUsageDelta) => FlagUsageDelta) {
  return opened(
    class extends SharedStore {
      override addUsage(delta: FlagUsageDelta): void {
        this.there.addUsage(changed(delta));
      }
    },
  );
}
