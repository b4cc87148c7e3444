import { afterEach, describe, expect, it } from '@jest/globals';
import { FlagManager, MemoryStore, type AuditEntry } from '../../lib/index.js';
import { appendChained } from '../support/append-chained.js';
import { RecordingLogger } from '../support/recording-logger.js';

const managers: FlagManager[] = [];
afterEach(() => Promise.all(managers.splice(0).map((manager) => manager.close())));

async function instance(store: MemoryStore): Promise<FlagManager> {
  const flags = await FlagManager.create({ store, logger: new RecordingLogger() });
  managers.push(flags);
  return flags;
}

/** Stores a document as a release does that knows more than this one. */
function storeLater(store: MemoryStore, action: 'flag_updated' | 'override_set', key: string, after: unknown): void {
  const version = store.read().position.version + 1;
  const entry = { id: `later-${version}`, version, time: '2026-01-01T00:00:00.000Z', actor: 'ops', origin: 'api' };
  appendChained(store, { ...entry, action, key, before: null, after } as AuditEntry);
}

describe('An instance of an older release beside a newer one', () => {
  const later = { key: 'checkout', type: 'oracle', version: 3 };

  it('keeps the flag that it cannot read as it was, follows all others, and leaves the store as it is', async () => {
    const store = new MemoryStore();
    const flags = await instance(store);
    await flags.saveFlag('checkout', true);
    await flags.saveFlag('search', true);
    storeLater(store, 'flag_updated', 'checkout', later);
    storeLater(store, 'flag_updated', 'search', { key: 'search', type: 'boolean', enabled: false, version: 4 });
    expect([flags.isEnabled('checkout'), flags.isEnabled('search')]).toEqual([true, false]);
    expect(flags.status()).toMatchObject({
      state: 'degraded',
      providers: [{ problems: [{ kind: 'flag', key: 'checkout' }] }],
    });
    expect(store.read().documents.map(({ value }) => value)).toContainEqual(later);
  });

  it('starts with a flag that it cannot read, and answers its default', async () => {
    const store = new MemoryStore();
    storeLater(store, 'flag_updated', 'checkout', later);
    const flags = await instance(store);
    expect(flags.evaluate('checkout')).toMatchObject({ enabled: false, reason: 'provider_error' });
  });

  it('does not start with an override that it cannot read, because that may be a kill switch', async () => {
    const store = new MemoryStore();
    storeLater(store, 'override_set', 'checkout', { key: 'checkout', serve: { enabled: false }, mood: 'new' });
    await expect(instance(store)).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });
});

describe('A flag that is renamed', () => {
  it('keeps its users in their buckets if its salt is the old key', async () => {
    const rollout = { type: 'percentage', percentage: 25 } as const;
    const flags = await FlagManager.create({
      initialFlags: { search_v2: rollout, 'search.v2': { ...rollout, salt: 'search_v2' }, search_v3: rollout },
    });
    managers.push(flags);
    const usersOf = (key: string) =>
      Array.from({ length: 500 }, (_, i) => `user-${i}`).filter((userId) => flags.isEnabled(key, { userId }));
    expect(usersOf('search.v2')).toEqual(usersOf('search_v2'));
    expect(usersOf('search_v3')).not.toEqual(usersOf('search_v2'));
  });
});
