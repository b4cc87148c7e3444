import { describe, expect, it } from '@jest/globals';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import type { FlagCacheBackend } from '../../../../lib/providers/cache/cache-backend.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { delivers, heldBack, PolledProvider } from '../fake-providers.js';
import { managers, settled } from '../managers.js';
import { key, RecordingCache, Table } from './cached-providers.js';

const start = managers();

describe.each<[string, () => FlagCacheBackend]>([
  ['cache-manager cache', () => createCache()],
  ['Keyv store', () => new Keyv()],
])('A %s that instances share', (_, make) => {
  it('lets them read the source once for all of them', async () => {
    const clock = new ManualClock();
    const cache = make();
    const remote = new PolledProvider(delivers({ dark_mode: true, theme: shopFlags.theme }));
    const one = await start({ providers: [remote], cache, clock });
    const two = await start({ providers: [remote], cache, clock });
    expect(remote.loads).toBe(1);
    expect([one.flags, two.flags].map((flags) => flags.isEnabled('dark_mode'))).toEqual([true, true]);
    expect(two.flags.getFlags().get('theme')).toEqual(one.flags.getFlags().get('theme'));
  });

  it('does not add to the age that definitions may have', async () => {
    const clock = new ManualClock();
    const cache = make();
    const remote = new PolledProvider(delivers({ dark_mode: false }));
    await start({ providers: [remote], cache, clock });
    clock.advance(50_000);
    const two = await start({ providers: [remote], cache, clock });
    remote.answer = delivers({ dark_mode: true });
    clock.advance(9999);
    await settled();
    expect([remote.loads, two.flags.isEnabled('dark_mode')]).toEqual([1, false]);
    clock.advance(1);
    await settled();
    expect(two.flags.isEnabled('dark_mode')).toBe(true);
  });

  it('is bypassed by all of them when one refreshes', async () => {
    const clock = new ManualClock();
    const cache = make();
    const remote = new PolledProvider(delivers({ dark_mode: false }));
    const one = await start({ providers: [remote], cache, clock });
    remote.answer = delivers({ dark_mode: true });
    await one.flags.refresh();
    const two = await start({ providers: [remote], cache, clock });
    expect([remote.loads, one.flags.isEnabled('dark_mode'), two.flags.isEnabled('dark_mode')]).toEqual([2, true, true]);
  });

  it('is cleared when a definition is written', async () => {
    const clock = new ManualClock();
    const cache = make();
    const table = new Table(delivers({ dark_mode: false }));
    const one = await start({ providers: [table], cache, clock });
    await one.flags.saveFlag('dark_mode', true);
    const two = await start({ providers: [table], cache, clock });
    expect(two.flags.isEnabled('dark_mode')).toBe(true);
  });
});

describe('Definitions in a cache', () => {
  it('in another namespace do not belong to this application', async () => {
    const cache = createCache();
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    await start({ providers: [remote], cache, cacheNamespace: 'shop' });
    const other = new PolledProvider(delivers({ dark_mode: false }));
    const { flags } = await start({ providers: [other], cache, cacheNamespace: 'warehouse' });
    expect(flags.isEnabled('dark_mode')).toBe(false);
  });

  it('from the future are not trusted', async () => {
    const cache = createCache();
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    await start({ providers: [remote], cache, clock: new ManualClock('2027-01-01') });
    await start({ providers: [remote], cache, clock: new ManualClock('2026-01-01') });
    expect(remote.loads).toBe(2);
  });

  it.each([
    ['a text', 'flags'],
    ['null', null],
    ['flags that are null', { flags: null, readAt: Date.parse('2026-01-01') }],
    ['no time', { flags: { dark_mode: true } }],
    ['flags of an unknown type', { flags: { dark_mode: { type: 'magic' } }, readAt: Date.parse('2026-01-01') }],
  ])('are ignored when they are %s', async (_, value) => {
    const cache = createCache();
    await cache.set(key, value);
    const remote = new PolledProvider(delivers({ dark_mode: true }));
    const { flags } = await start({ providers: [remote], cache });
    expect([remote.loads, flags.isEnabled('dark_mode'), flags.status().state]).toEqual([1, true, 'ready']);
  });

  it.each([
    ['nonsense', 7],
    ['a list of nonsense', [null, 7, { key: 1 }]],
  ])('with %s in place of problems are still read', async (_, problems) => {
    const cache = createCache();
    await cache.set(key, { flags: { dark_mode: true }, problems, readAt: Date.parse('2026-01-01') });
    const { flags } = await start({ providers: [new PolledProvider(delivers({}))], cache });
    expect([flags.isEnabled('dark_mode'), flags.status().state]).toEqual([true, 'ready']);
  });

  it('keep the problems of the source', async () => {
    const cache = createCache();
    const remote = new PolledProvider(() => ({ flags: {}, problems: [{ key: 'sale', message: 'is broken' }] }));
    await start({ providers: [remote], cache });
    const { flags } = await start({ providers: [remote], cache });
    expect(remote.loads).toBe(1);
    expect(flags.evaluate('sale').reason).toBe('provider_error');
  });

  it('never restore what was there before a write', async () => {
    const table = new Table(delivers({ dark_mode: false }));
    const { flags, clock } = await start({ providers: [table], cacheTtl: 10 });
    const old = heldBack();
    table.answer = old.answer;
    clock.advance(10_000);
    await settled();
    await flags.saveFlag('dark_mode', true);
    old.give({ flags: { dark_mode: false } });
    await settled();
    expect(flags.isEnabled('dark_mode')).toBe(true);
    clock.advance(5000);
    await flags.refresh();
    clock.advance(10_000);
    await settled();
    expect(flags.isEnabled('dark_mode')).toBe(true);
  });

  it('are not replaced by a read that began before a write', async () => {
    const cache = new RecordingCache();
    const table = new Table(delivers({ dark_mode: false }));
    const { flags, clock } = await start({ providers: [table], cache, cacheTtl: 10 });
    const old = heldBack();
    table.answer = old.answer;
    clock.advance(10_000);
    await settled();
    await flags.saveFlag('dark_mode', true);
    old.give({ flags: { dark_mode: false } });
    await settled();
    expect(JSON.stringify(cache.values.get(key) ?? {})).not.toContain('"enabled":false');
  });
});
