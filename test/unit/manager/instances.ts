import type { FlagManagerOptions } from '../../../lib/manager/options/flag-manager.options.js';
import { MemoryStore } from '../../../lib/store/memory/memory.store.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { managers, type Started } from './managers.js';
import { ScriptedStore } from './scripted-store.js';

export interface Instance extends Started {
  /** Its own connection to the shared store. */
  readonly store: ScriptedStore;
  /** What it has announced, as `action key version`. */
  readonly announced: readonly string[];
}

/** Makes what starts instances that share a store and a clock, and closes them after each test. */
export function instances() {
  const start = managers();
  return (memory = new MemoryStore(), clock = new ManualClock()) => ({
    memory,
    clock,
    start: async (options: FlagManagerOptions = {}, store = new ScriptedStore(memory)): Promise<Instance> => {
      const started = await start({ store, clock, storeTimeout: '100ms', ...options });
      const announced: string[] = [];
      started.flags.changes$.subscribe(({ action, key, version }) => announced.push(`${action} ${key} ${version}`));
      return { ...started, store, announced };
    },
    /** The log, oldest first, as `action key version`. */
    log: () =>
      memory
        .query({ order: 'oldest_first', limit: 10_000 })
        .map(({ action, key, version }) => `${action} ${key} ${version}`),
  });
}
