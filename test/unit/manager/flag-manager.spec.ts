import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { shopFlags } from '../../fixtures/shop-flags.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { PolledProvider, delivers, WatchedProvider } from './fake-providers.js';
import { auditOf, managers, settled } from './managers.js';
import { ScriptedStore } from './scripted-store.js';

const start = managers();

describe('FlagManager', () => {
  it('lets an override act at once, even before its promise is awaited', async () => {
    const { flags } = await start({ initialFlags: { new_checkout: true } });
    const done = flags.disable('new_checkout', { actor: 'ops@shop.example' });
    expect(flags.isEnabled('new_checkout')).toBe(false);
    await done;
    expect(flags.evaluate('new_checkout').reason).toBe('override');
    expect(await flags.clearOverride('new_checkout')).toBe(true);
    expect(flags.isEnabled('new_checkout')).toBe(true);
    expect((await auditOf(flags)).map(({ action, actor, version }) => [action, actor, version])).toEqual([
      ['override_set', 'ops@shop.example', 1],
      ['override_cleared', 'unknown', 2],
    ]);
  });

  it('starts once, and reads nothing when it is started again', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const { flags } = await start({ providers: [remote] });
    await flags.start();
    expect(remote.loads).toBe(1);
  });

  it('may be started twice at once', async () => {
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const flags = new FlagManager({ providers: [remote], logger: new RecordingLogger() });
    await Promise.all([flags.start(), flags.start()]);
    expect([remote.loads, flags.status().state]).toEqual([1, 'ready']);
    await flags.close();
  });

  it('exposes none of its parts', async () => {
    const { flags } = await start({ auditSecret: 'x'.repeat(32), initialFlags: { new_checkout: true } });
    expect(Reflect.ownKeys(flags)).toEqual(['changes$']);
    expect(inspect(flags, { depth: 1, showHidden: true })).not.toContain('new_checkout');
  });

  it('shares nothing with another one in the same process', async () => {
    const one = await start({ initialFlags: { dark_mode: true } });
    const two = await start({ initialFlags: { dark_mode: true, sale: true } });
    await one.flags.disable('dark_mode');
    one.flags.isEnabled('unheard_of');
    expect(two.flags.isEnabled('dark_mode')).toBe(true);
    expect(one.flags.isEnabled('sale')).toBe(false);
    expect(two.flags.status()).toMatchObject({ overrides: 0, version: 0, missingFlags: {} });
    expect(await auditOf(two.flags)).toStrictEqual([]);
  });

  it('reports its status', async () => {
    const provider = new MemoryProvider({ dark_mode: true });
    const { flags } = await start({ providers: [provider], initialFlags: shopFlags });
    await flags.disable('catalogue');
    await flags.disable('catalogue', { unit: 'ada' });
    flags.isEnabled('unheard_of');
    await flags.schedule({ type: 'clear_override', key: 'catalogue' }, '2026-01-02T00:00:00Z');
    expect(flags.status()).toEqual({
      instance: expect.stringMatching(/^[0-9a-f-]{36}$/),
      time: '2026-01-01T00:00:00.000Z',
      state: 'ready',
      auditLog: 'intact',
      providers: [
        {
          name: 'memory',
          state: 'loaded',
          since: '2026-01-01T00:00:00.000Z',
          flags: 1,
          segments: 0,
          failures: 0,
          problems: [],
        },
        {
          name: 'initialFlags',
          state: 'loaded',
          since: '2026-01-01T00:00:00.000Z',
          flags: 7,
          segments: 0,
          failures: 0,
          problems: [],
        },
      ],
      flags: 8,
      segments: 0,
      inconsistencies: [],
      overrides: 2,
      schedules: 1,
      version: 3,
      missingFlags: { unheard_of: 1 },
    });
  });

  it('lets providers outrank the initial flags, and the first provider the others', async () => {
    const { flags } = await start({
      providers: [
        new MemoryProvider({ a: false }, { name: 'first' }),
        new MemoryProvider({ a: true, b: false }, { name: 'second' }),
      ],
      initialFlags: { a: true, b: true, c: true },
    });
    expect(['a', 'b', 'c'].map((key) => flags.isEnabled(key))).toEqual([false, false, true]);
  });
});

describe('A manager that is closed', () => {
  it('continues to answer with the last flags and overrides', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.disable('catalogue');
    await flags.close();
    expect(flags.evaluate('catalogue')).toMatchObject({ enabled: false, reason: 'override' });
    expect(flags.isEnabled('early_access', { userId: 'ada' })).toBe(true);
    expect(flags.evaluateAll()).toHaveLength(7);
    expect(flags.evaluate('unheard_of').reason).toBe('flag_not_found');
    expect(flags.status().state).toBe('closed');
  });

  it('accepts no change of any kind', async () => {
    const provider = new MemoryProvider({ sale: true });
    const { flags } = await start({ providers: [provider] });
    await flags.disable('sale');
    await flags.close();
    const changes = [
      () => flags.setOverride('sale', true),
      () => flags.enable('sale'),
      () => flags.disable('sale'),
      () => flags.clearOverride('sale'),
      () => flags.saveFlag('sale', false),
      () => flags.deleteFlag('sale'),
      () => flags.saveSegment('vip', {}),
      () => flags.deleteSegment('vip'),
      () => flags.schedule({ type: 'clear_override', key: 'sale' }, '2026-01-02T00:00:00Z'),
      () => flags.cancelSchedule('a5a5a5a5-0000-4000-8000-000000000000'),
    ];
    for (const change of changes) {
      await expect(change()).rejects.toMatchObject({ code: 'NOT_RUNNING', message: expect.stringContaining('closed') });
    }
    expect(flags.getOverride('sale')?.serve).toEqual({ enabled: false });
    expect(provider.load().flags['sale']).toMatchObject({ enabled: true });
  });

  it('cannot be started again', async () => {
    const remote = new PolledProvider(delivers({}));
    const { flags } = await start({ providers: [remote] });
    await flags.close();
    await flags.start();
    expect([flags.status().state, remote.loads]).toEqual(['closed', 1]);
  });

  it('is closed once, however often close() is called', async () => {
    const remote = new WatchedProvider(delivers({}));
    const store = new ScriptedStore();
    const { flags } = await start({ providers: [remote], store });
    await Promise.all([flags.close(), flags.close()]);
    await flags.close();
    expect([remote.closes, store.closes]).toEqual([1, 1]);
    expect([remote.listeners.size, store.listeners.size]).toEqual([0, 0]);
  });

  it('finishes the changes that were under way, in their order', async () => {
    const store = new ScriptedStore();
    const { flags } = await start({ initialFlags: shopFlags, store });
    store.slow = true;
    const changes = [flags.disable('catalogue'), flags.disable('sale'), flags.clearOverride('catalogue')];
    await flags.close();
    expect(store.memory.read().documents.map(({ id }) => id)).toEqual(['sale']);
    await Promise.all(changes);
    expect((await auditOf(flags)).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it('has no timer left', async () => {
    const { flags, clock } = await start({ providers: [new PolledProvider(delivers({}))] });
    await flags.disable('sale', { expiresAt: new Date(clock.now() + 60_000) });
    expect(clock.pending).toBe(2);
    await flags.close();
    expect(clock.pending).toBe(0);
    clock.advance(120_000);
    await settled();
    expect(clock.pending).toBe(0);
  });

  it('tries to close everything when one provider fails to close, and reports it', async () => {
    class Sticky extends PolledProvider {
      override close(): void {
        throw new Error('will not close');
      }
    }
    const other = new PolledProvider(delivers({}), 'other');
    const store = new ScriptedStore();
    const { flags } = await start({ providers: [new Sticky(delivers({}), 'sticky'), other], store });
    let ended = false;
    flags.changes$.subscribe({ complete: () => (ended = true) });
    await expect(flags.close()).rejects.toThrow('will not close');
    expect([other.closes, store.closes, ended]).toEqual([1, 1, true]);
  });
});
