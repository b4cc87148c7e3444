import { afterEach } from '@jest/globals';
import type { AuditRecord, Change } from '../../../../lib/manager/changes/change.js';
import { ChangeWriter } from '../../../../lib/manager/changes/change-writer.js';
import { ManagerEvents } from '../../../../lib/manager/manager-events.js';
import { buildReplica } from '../../../../lib/manager/replica/build-replica.js';
import type { StoreReplica } from '../../../../lib/manager/replica/store-replica.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { ScriptedStore } from '../scripted-store.js';

export const record = (key: string): AuditRecord => ({
  action: 'override_set',
  key,
  before: null,
  after: { key, serve: { enabled: true }, actor: 'ops', createdAt: '2026-01-01T00:00:00Z' },
  actor: 'ops',
  origin: 'api',
});

const replicas: StoreReplica[] = [];
afterEach(() => Promise.all(replicas.splice(0).map((replica) => replica.close())));

/** One instance that writes, with what happens to it step by step. */
export async function instance(memory = new MemoryStore(), timeout = 5000) {
  const store = new ScriptedStore(memory);
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const steps: string[] = [];
  const events = new ManagerEvents();
  const replica = buildReplica({ store, clock, logger, timeout, poll: undefined, events });
  const writer = new ChangeWriter({ replica, clock, timeout });
  events.on('store_changed', (entries = []) => {
    for (const entry of entries) {
      const isOwn = writer.confirm(entry);
      steps.push(`${isOwn ? 'own' : 'other'} ${entry.key} ${entry.version}`);
    }
  });
  replicas.push(replica);
  await replica.sync();
  const change = (key: string): Change => ({ records: [record(key)], apply: () => steps.push(`apply ${key}`) });
  const commit = (key: string) => writer.commit(() => change(key));
  return { store, memory, replica, writer, logger, steps, change, commit };
}

/** The writer of one instance with a store of its own. */
export async function alone(timeout: number) {
  const memory = new MemoryStore();
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const events = new ManagerEvents();
  const replica = buildReplica({ store: memory, clock, logger, timeout, poll: undefined, events });
  const writer = new ChangeWriter({ replica, clock, timeout });
  events.on('store_changed', (entries = []) => entries.forEach((entry) => writer.confirm(entry)));
  replicas.push(replica);
  await replica.sync();
  return { memory, writer };
}

export const logOf = (memory: MemoryStore) => memory.query({ order: 'oldest_first', limit: 1000 });
export const keysOf = (memory: MemoryStore) => logOf(memory).map(({ key, version }) => `${key} ${version}`);
export const fail = (): never => {
  throw new Error('connection lost');
};
