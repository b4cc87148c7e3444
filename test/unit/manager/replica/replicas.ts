import { afterEach } from '@jest/globals';
import { ManagerEvents } from '../../../../lib/manager/manager-events.js';
import { buildReplica } from '../../../../lib/manager/replica/build-replica.js';
import type { StoreReplica } from '../../../../lib/manager/replica/store-replica.js';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { appendChained } from '../../../support/append-chained.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { settled } from '../managers.js';
import { ScriptedStore } from '../scripted-store.js';

export const POLL_MS = 30_000;

/** The entry that sets the override of one key. */
export const set = (key: string, version: number, after?: unknown): AuditEntry =>
  ({
    id: `${key}-${version}`,
    version,
    time: '2026-01-01T00:00:00.000Z',
    actor: 'ops',
    action: 'override_set',
    key,
    before: null,
    after: after ?? { key, serve: { enabled: false }, actor: 'ops', createdAt: '2026-01-01T00:00:00.000Z' },
    origin: 'api',
  }) as AuditEntry;

/** Adds entries, as another instance does. */
export function write(memory: MemoryStore, ...keys: string[]): void {
  for (const key of keys) {
    appendChained(memory, set(key, memory.read().position.version + 1));
  }
}

/** A store that holds these overrides and no more. */
export function holding(...keys: string[]): MemoryStore {
  const memory = new MemoryStore();
  write(memory, ...keys);
  return memory;
}

/** Makes replicas, which are closed after each test. */
export function replicas() {
  const started: StoreReplica[] = [];
  afterEach(() => Promise.all(started.splice(0).map((replica) => replica.close())));

  function unopened(memory = new MemoryStore()) {
    const store = new ScriptedStore(memory);
    const clock = new ManualClock();
    const logger = new RecordingLogger();
    const changes: string[] = [];
    const events = new ManagerEvents();
    events.on('store_changed', (entries) =>
      changes.push(entries?.map(({ key, version }) => `${key} ${version}`).join() ?? 'everything'),
    );
    const replica = buildReplica({ store, clock, logger, timeout: 100, poll: POLL_MS, events });
    started.push(replica);
    const keys = () => replica.state.overrideSet.all().map(({ key }) => key);
    const pass = async (milliseconds: number) => {
      clock.advance(milliseconds);
      await settled();
    };
    return { store, memory, clock, logger, changes, replica, keys, pass };
  }

  async function opened(memory?: MemoryStore) {
    const parts = unopened(memory);
    await parts.replica.sync();
    return parts;
  }

  return { unopened, opened };
}
