import { describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { eventually } from '../../support/eventually.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { managers, settled } from './managers.js';
import { ScriptedStore } from './scripted-store.js';

const start = managers();

async function shop() {
  const store = new ScriptedStore();
  const provider = new MemoryProvider({ search: true });
  return { store, provider, ...(await start({ store, providers: [provider], storeTimeout: '100ms' })) };
}

describe('A change at its source that cannot be recorded', () => {
  it('is in force, is retried until it is recorded, and shows in the status meanwhile', async () => {
    const { store, clock, provider, flags } = await shop();
    store.failure = new Error('disk full');
    provider.set('search', false);
    await settled();
    expect(flags.isEnabled('search')).toBe(false);
    expect(flags.status().state).toBe('degraded');
    store.failure = undefined;
    await eventually(() => {
      clock.advance(5000);
      expect(flags.status()).toMatchObject({ state: 'ready', version: 1 });
    });
  });
});

describe('A rejected override', () => {
  it('does not come into force with a restart, once the store can be written again', async () => {
    const { store, clock, flags } = await shop();
    store.failure = new Error('disk full');
    await expect(flags.disable('search')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(flags.isEnabled('search')).toBe(true);
    store.failure = undefined;
    clock.advance(30_000);
    await settled();
    expect(store.memory.read().documents).toStrictEqual([]);
    await flags.close();
    expect(clock.pending).toBe(0);
    const { flags: next } = await start({ store, providers: [new MemoryProvider({ search: true })] });
    expect(next.isEnabled('search')).toBe(true);
  });
});

describe('A provider whose write hangs', () => {
  it('delays neither a kill switch nor closing for longer than its time', async () => {
    const provider = Object.assign(new MemoryProvider({ search: true }), { write: () => new Promise<never>(() => {}) });
    const flags = await FlagManager.create({
      providers: [provider],
      loadTimeout: '30ms',
      logger: new RecordingLogger(),
    });
    const saving = flags.saveFlag('search', false);
    const disabling = flags.disable('search');
    await expect(saving).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT' });
    await disabling;
    expect(flags.isEnabled('search')).toBe(false);
    await flags.close();
  });
});

describe('A change that a subscriber makes', () => {
  it('waits for the one that it was notified of, and so do later ones', async () => {
    const { flags } = await shop();
    const order: string[] = [];
    flags.changes$.subscribe(({ key, action }) => {
      order.push(`${action} ${key}`);
      if (key === 'search') void flags.enable('sale');
    });
    await flags.disable('search');
    await flags.enable('theme');
    expect(order).toEqual(['override_set search', 'override_set sale', 'override_set theme']);
    expect(flags.status().version).toBe(3);
  });
});
