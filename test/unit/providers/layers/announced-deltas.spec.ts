import { describe, expect, it } from '@jest/globals';
import { FlagLimits } from '../../../../lib/engine/flag-limits.js';
import { ChainedProvider } from '../../../../lib/providers/chained.provider.js';
import type { FlagSet, FlagSetDelta } from '../../../../lib/providers/flag-provider.js';
import { ProviderLayer } from '../../../../lib/providers/layers/provider-layer.js';
import { Deferred } from '../../../support/deferred.js';
import { WatchedProvider } from '../../../support/scripted-provider.js';

const STAFF = { include: ['ada'] };

/** A layer over a source that was read and is watched. */
async function watchedLayer(
  flags: Readonly<Record<string, unknown>> = { search: false, sale: false },
  segments: Readonly<Record<string, unknown>> = { staff: STAFF },
) {
  const source = new WatchedProvider('source', flags, segments);
  const layer = new ProviderLayer(source, { timeout: 1000, now: Date.now });
  await layer.watch(() => {});
  await layer.read();
  return { source, layer };
}

const flag = (key: string, enabled: boolean) => ({ key, type: 'boolean', enabled });

const switchesOf = ({ flags }: ProviderLayer) =>
  Object.fromEntries([...flags.all].map(([key, { enabled }]) => [key, enabled]));

describe('A delta that a provider announces', () => {
  it('changes what it contains, and nothing else is read', async () => {
    const { source, layer } = await watchedLayer();
    source.announce(undefined, { flags: { search: true, sale: null, theme: true }, segments: { staff: null } });
    expect(switchesOf(layer)).toStrictEqual({ search: true, theme: true });
    expect([...layer.segments.all.keys()]).toStrictEqual([]);
    expect(layer.hasAnnounced).toBe(false);
    expect(source.loads).toBe(1);
  });

  it('keeps the last good state of a definition that it makes unreadable, until it is readable or removed', async () => {
    const { source, layer } = await watchedLayer();
    source.announce(undefined, {
      flags: { search: { type: 'maybe' }, sale: 7 },
      segments: { staff: { include: [7] } },
    });
    expect(layer.status().problems.map(({ kind, key }) => [kind, key])).toStrictEqual([
      ['flag', 'search'],
      ['flag', 'sale'],
      ['segment', 'staff'],
    ]);
    expect(switchesOf(layer)).toStrictEqual({ search: false, sale: false });
    source.announce(undefined, { flags: { search: null, sale: true }, segments: { staff: STAFF } });
    expect(layer.status().problems).toStrictEqual([]);
    expect(switchesOf(layer)).toStrictEqual({ sale: true });
  });

  it('does the same for a key of the greatest length, as a read does', async () => {
    const key = 'search-'.padEnd(128, 'x');
    const { source, layer } = await watchedLayer({ [key]: false });
    source.announce(undefined, { flags: { [key]: 7 } });
    expect([switchesOf(layer), layer.flags.problemOf(key)]).toStrictEqual([{ [key]: false }, expect.any(String)]);
    source.announce(undefined, { flags: { [key]: true } });
    expect([switchesOf(layer), layer.problems]).toStrictEqual([{ [key]: true }, []]);
    source.deliver({ [key]: 7 });
    layer.markOutdated();
    await layer.read();
    expect([switchesOf(layer), layer.flags.problemOf(key)]).toStrictEqual([{ [key]: true }, expect.any(String)]);
  });

  it('overrides a read that began earlier, but not one that began later', async () => {
    const { source, layer } = await watchedLayer();
    const slow = new Deferred<FlagSet>();
    source.onLoad = () => slow.promise;
    layer.markOutdated();
    const reading = layer.read();
    source.announce(undefined, { flags: { search: true } });
    slow.resolve({ flags: { search: false, sale: true } });
    await reading;
    expect(switchesOf(layer)).toStrictEqual({ search: true, sale: true });
    source.deliver({ search: false });
    layer.markOutdated();
    await layer.read();
    expect(switchesOf(layer)).toStrictEqual({ search: false });
  });

  it.each<[name: string, delta: unknown]>([
    ['is no object', 'search'],
    ['holds a list', { flags: [true] }],
    ['holds a map', { flags: new Map([['search', true]]) }],
    ['holds a set', { flags: new Set(['search']) }],
    ['holds no definitions by key', { segments: 7 }],
    [
      'throws',
      {
        get flags() {
          throw new Error('spoilt');
        },
      },
    ],
  ])('makes the chain load the source again when it %s', async (_, delta) => {
    const { source, layer } = await watchedLayer();
    source.announce(undefined, delta as FlagSetDelta);
    expect(layer.hasAnnounced).toBe(true);
    expect(switchesOf(layer)).toStrictEqual({ search: false, sale: false });
  });

  it('makes the chain load the source again when nothing was read before, or when it is unreadable during a read', async () => {
    const { source, layer } = await watchedLayer();
    const slow = new Deferred<FlagSet>();
    source.onLoad = () => slow.promise;
    layer.markOutdated();
    const reading = layer.read();
    source.announce(undefined, { flags: { search: 7 } });
    slow.resolve({ flags: {} });
    await reading;
    expect(layer.hasAnnounced).toBe(true);

    const unread = new ProviderLayer(source, { timeout: 1000, now: Date.now });
    await unread.watch(() => {});
    source.announce(undefined, { flags: { search: true } });
    expect([unread.hasAnnounced, unread.flags.all.size]).toStrictEqual([true, 0]);
  });

  it('makes the chain load the source again when there would be more definitions than the limit', async () => {
    const segments = Object.fromEntries(Array.from({ length: FlagLimits.definitions }, (_, i) => [`segment-${i}`, {}]));
    const { source, layer } = await watchedLayer({}, segments);
    source.announce(undefined, { segments: { 'segment-0': STAFF } });
    expect(layer.hasAnnounced).toBe(false);
    source.announce(undefined, { segments: { 'one-more': {} } });
    expect([layer.hasAnnounced, layer.segments.all.size]).toStrictEqual([true, FlagLimits.definitions]);
  });

  it('is forwarded by a chain as the delta of all layers together', async () => {
    const [upper, lower] = [new WatchedProvider('upper', { search: true, sale: true }), new WatchedProvider('lower')];
    lower.deliver({ sale: false, theme: false }, { staff: STAFF });
    const chain = new ChainedProvider([upper, lower]);
    const deltas: (FlagSetDelta | undefined)[] = [];
    await chain.watch((_, delta) => void deltas.push(delta));
    await chain.load();
    upper.announce(undefined, { flags: { sale: null, search: null } });
    lower.announce(undefined, { flags: { sale: true }, segments: { staff: null } });
    upper.announce(undefined, { flags: { sale: true } });
    lower.announce(undefined, { flags: { sale: false, theme: 7 } });
    upper.announce();
    expect(deltas).toEqual([
      { flags: { sale: flag('sale', false), search: null }, segments: {} },
      { flags: { sale: flag('sale', true) }, segments: { staff: null } },
      { flags: { sale: flag('sale', true) }, segments: {} },
      undefined,
      undefined,
    ]);
  });
});
