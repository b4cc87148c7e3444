import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { parseFlag } from '../../../lib/engine/parse/parse-flag.js';
import { InvalidOptionsError } from '../../../lib/internal/options/invalid-options.error.js';
import { parseSegment } from '../../../lib/engine/targeting/schema/parse-segment.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { ChainedProvider } from '../../../lib/providers/chained.provider.js';
import { EnvProvider } from '../../../lib/providers/env.provider.js';
import { FileProvider } from '../../../lib/providers/file.provider.js';
import type { FlagSet } from '../../../lib/providers/flag-provider.js';
import { LocalProvider } from '../../../lib/providers/local.provider.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { ReadOnlyError } from '../../../lib/providers/provider.errors.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { eventually } from '../../support/eventually.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { ScriptedProvider, WatchedProvider } from '../../support/scripted-provider.js';
import { switches } from './switches.js';

const UNREADABLE = { key: 'sale', message: 'its entry cannot be read' };

describe('ChainedProvider', () => {
  afterEach(() => void jest.useRealTimers());

  it('answers with the first layer that defines a flag', async () => {
    const chain = new ChainedProvider([
      new LocalProvider({ search: true }, { name: 'first' }),
      new LocalProvider({ search: false, sale: false }, { name: 'second' }),
      new LocalProvider({ search: false, sale: true, premium: true }, { name: 'third' }),
    ]);
    expect(switches(await chain.load())).toEqual({ search: true, sale: false, premium: true });
    expect(['search', 'sale', 'premium', 'theme'].map((key) => chain.providerOf(key))).toEqual([
      'first',
      'second',
      'third',
      undefined,
    ]);
  });

  it('answers with the first layer that defines a segment, whatever else that layer defines', async () => {
    const chain = new ChainedProvider([
      new LocalProvider({ staff: true }, { name: 'first' }),
      new LocalProvider({}, { name: 'second', segments: { staff: { include: ['ada'] } } }),
      new LocalProvider({ testers: true }, { name: 'third', segments: { staff: {}, testers: { include: ['eve'] } } }),
    ]);
    const { flags, segments, problems } = await chain.load();
    expect(Object.keys(flags)).toEqual(['staff', 'testers']);
    expect(segments).toEqual({
      staff: { key: 'staff', include: ['ada'] },
      testers: { key: 'testers', include: ['eve'] },
    });
    expect(problems).toStrictEqual([]);
    expect(['staff', 'testers', 'nobody'].map((key) => chain.segmentProviderOf(key))).toEqual([
      'second',
      'third',
      undefined,
    ]);
    expect(chain.status().map(({ segments: count }) => count)).toEqual([0, 1, 2]);
  });

  it('delivers parsed definitions, whatever its layers deliver', async () => {
    const chain = new ChainedProvider([new ScriptedProvider('store', { search: true }, { staff: {} })]);
    const { flags, segments } = await chain.load();
    expect(flags['search']).toBe(parseFlag('search', flags['search']));
    expect(segments['staff']).toBe(parseSegment('staff', segments['staff']));
  });

  it('treats names that every object inherits like any other', async () => {
    const chain = new ChainedProvider([
      new LocalProvider({ constructor: true }, { name: 'first' }),
      new LocalProvider({ constructor: false, toString: true }, { name: 'second' }),
    ]);
    expect(switches(await chain.load())).toEqual({ constructor: true, toString: true });
  });

  it('prints its stack, including nested chains', () => {
    const inner = new ChainedProvider([new FileProvider('config/flags.json'), new MemoryProvider()], {
      name: 'runtime',
    });
    const chain = new ChainedProvider([new EnvProvider(), inner, new LocalProvider({})]);
    expect(String(chain)).toBe('chained(env > runtime(file:flags.json > memory) > local)');
  });

  it('rejects two layers with the same name', () => {
    const layers = [new MemoryProvider(), new LocalProvider({}), new MemoryProvider()];
    expect(() => new ChainedProvider(layers)).toThrow(InvalidOptionsError);
    expect(() => new ChainedProvider(layers)).toThrow('Two providers are named "memory"');
  });

  describe('when a layer fails', () => {
    it.each<[string, (layer: ScriptedProvider) => void]>([
      ['rejects', (layer) => layer.fail('the store is away')],
      [
        'throws before it returns',
        (layer) => {
          layer.onLoad = () => {
            throw new Error('the store is away');
          };
        },
      ],
      ['delivers what is no set of flags', (layer) => (layer.onLoad = () => ({ flags: 7 }) as unknown as FlagSet)],
      ['delivers nothing at all', (layer) => (layer.onLoad = () => undefined as unknown as FlagSet)],
    ])('lets the others answer when it %s, and keeps its last good flags in force', async (_, breakdown) => {
      const clock = new ManualClock('2026-11-27T00:00:00Z');
      const store = new ScriptedProvider('store', { search: true });
      const chain = new ChainedProvider([store, new LocalProvider({ search: false, sale: true })], {
        now: () => clock.now(),
      });
      await chain.load();
      clock.advance(60_000);
      breakdown(store);
      expect(switches(await chain.load())).toEqual({ search: true, sale: true });
      expect(chain.status()).toMatchObject([
        { name: 'store', state: 'stale', since: '2026-11-27T00:01:00.000Z', flags: 1, error: expect.any(String) },
        { name: 'local', state: 'loaded', flags: 2 },
      ]);

      store.deliver({ search: false });
      expect(switches(await chain.load())).toEqual({ search: false, sale: true });
      expect(chain.status()[0]).toEqual({
        name: 'store',
        state: 'loaded',
        since: '2026-11-27T00:01:00.000Z',
        flags: 1,
        segments: 0,
        failures: 1,
        problems: [],
      });
    });

    it('answers with the other layers, and reports "failed", when it has never succeeded', async () => {
      const store = new ScriptedProvider('store');
      store.fail('the store is away');
      const chain = new ChainedProvider([store, new LocalProvider({ search: true })]);
      expect(switches(await chain.load())).toEqual({ search: true });
      expect(chain.status()[0]).toMatchObject({ state: 'failed', flags: 0, error: 'the store is away' });
    });

    it('fails the read if the policy says so, with the name of the layer', async () => {
      const store = new ScriptedProvider('store', { search: true });
      const chain = new ChainedProvider([new LocalProvider({}), store], { onLayerFailure: 'throw' });
      await chain.load();
      store.fail('no route to host');
      await expect(chain.load()).rejects.toMatchObject({
        code: 'PROVIDER_FAILED',
        provider: 'store',
        message: expect.stringContaining('Flag provider "store" failed: no route to host'),
      });
      store.deliver({ search: false });
      expect(switches(await chain.load())).toEqual({ search: false });
    });

    it('names the provider once in its error, even if the provider names itself', async () => {
      const chain = new ChainedProvider([new FileProvider('missing.json', { name: 'rules' })], {
        onLayerFailure: 'throw',
      });
      await expect(chain.load()).rejects.toMatchObject({
        message: expect.stringMatching(/^Flag provider "rules" failed: [^"]*missing\.json: ENOENT/),
      });
      expect(chain.status()[0]?.error).toMatch(/^[^"]*missing\.json: ENOENT/);
    });

    it('waits for a layer that hangs no longer than the timeout', async () => {
      jest.useFakeTimers();
      const store = new ScriptedProvider('store');
      store.hang();
      const chain = new ChainedProvider([store, new LocalProvider({ search: true })], { layerTimeout: '250ms' });
      let loaded: FlagSet | undefined;
      void chain.load().then((set) => (loaded = set));
      await jest.advanceTimersByTimeAsync(249);
      expect(loaded).toBeUndefined();
      await jest.advanceTimersByTimeAsync(1);
      expect(loaded).toMatchObject({ flags: { search: { enabled: true } } });
      expect(chain.status()[0]).toMatchObject({ state: 'failed', error: expect.stringContaining('within 250 ms') });
    });
  });

  describe('when one definition of a layer cannot be read', () => {
    it('hides lower layers, but not higher ones', async () => {
      const store = new ScriptedProvider('store');
      store.onLoad = () => ({ flags: { search: true }, problems: [UNREADABLE] });
      const below = new LocalProvider({ sale: true }, { name: 'below' });
      const set = await new ChainedProvider([store, below]).load();
      expect(switches(set)).toEqual({ search: true });
      expect(set.problems).toEqual([UNREADABLE]);

      const above = new LocalProvider({ sale: false }, { name: 'above' });
      expect(switches(await new ChainedProvider([above, store, below]).load())).toEqual({ sale: false, search: true });
    });

    it('hides lower segments, but no flags of the same key, if it is a segment', async () => {
      const store = new ScriptedProvider('store');
      const problem = { key: 'staff', kind: 'segment', message: 'its entry cannot be read' } as const;
      store.onLoad = () => ({ flags: {}, problems: [problem] });
      const below = new LocalProvider({ staff: true }, { segments: { staff: {}, testers: {} } });
      const set = await new ChainedProvider([store, below]).load();
      expect([Object.keys(set.flags), Object.keys(set.segments)]).toEqual([['staff'], ['testers']]);
      expect(set.problems).toEqual([problem]);
    });

    it('keeps the last good definition in force', async () => {
      const store = new ScriptedProvider('store', { sale: true });
      const chain = new ChainedProvider([store, new LocalProvider({ sale: false })]);
      await chain.load();
      store.onLoad = () => ({ flags: {}, problems: [UNREADABLE] });
      expect(switches(await chain.load())).toEqual({ sale: true });
      expect(chain.status()[0]).toMatchObject({ state: 'loaded', problems: [UNREADABLE] });
    });

    it('accepts no write to a layer below, which would have no effect', async () => {
      const store = new ScriptedProvider('store');
      store.onLoad = () => ({ flags: {}, problems: [UNREADABLE] });
      const memory = new MemoryProvider();
      const chain = new ChainedProvider([store, memory]);
      await chain.load();
      await expect(chain.write({ key: 'sale', flag: parseFlag('sale', true) })).rejects.toThrow(ReadOnlyError);
      expect(memory.load().flags).toEqual({});
    });
  });

  describe('within another', () => {
    it('is polled for its layers that announce nothing', async () => {
      const polled = new ScriptedProvider('polled', { search: false });
      const inner = new ChainedProvider([new WatchedProvider('watched'), polled], { name: 'inner' });
      const clock = new ManualClock();
      const flags = await FlagManager.create({
        providers: [inner],
        clock,
        logger: new RecordingLogger(),
        cacheTtl: 60,
      });
      polled.deliver({ search: true });
      await eventually(() => {
        clock.advance(60_000);
        expect(flags.isEnabled('search')).toBe(true);
      });
      await flags.close();
      expect(polled.closes).toBe(1);
    });

    it('reports the status of its own layers, so that a manager notices when they fail at the start', async () => {
      const broken = new ScriptedProvider('broken');
      broken.onLoad = () => Promise.reject(new Error('no answer'));
      const inner = new ChainedProvider([broken, new LocalProvider({ search: true })], { name: 'inner' });
      const chain = new ChainedProvider([inner, new LocalProvider({ sale: true }, { name: 'last' })]);
      await chain.load();
      expect(chain.status().map(({ name, state }) => [name, state])).toEqual([
        ['inner > broken', 'failed'],
        ['inner > local', 'loaded'],
        ['last', 'loaded'],
      ]);
      const start = FlagManager.create({ providers: [inner], logger: new RecordingLogger() });
      await expect(start).rejects.toMatchObject({ code: 'PROVIDER_FAILED', provider: 'inner > broken' });
    });

    it('forwards announcements', async () => {
      const memory = new MemoryProvider({ search: false });
      const inner = new ChainedProvider([new EnvProvider({ env: {} }), memory], { name: 'inner' });
      const flags = await FlagManager.create({ providers: [inner], logger: new RecordingLogger() });
      memory.set('search', true);
      await eventually(() => expect(flags.isEnabled('search')).toBe(true));
      await flags.close();
    });

    it('accepts writes if one of its layers does, and leaves them to the next one otherwise', async () => {
      const memory = new MemoryProvider({}, { name: 'outer memory' });
      const readers = new ChainedProvider([new EnvProvider({ env: {} }), new LocalProvider({ sale: true })]);
      const outer = new ChainedProvider([readers, memory], { name: 'outer' });
      await outer.load();
      expect([readers.readOnly, outer.readOnly]).toEqual([true, false]);
      await outer.write({ key: 'search', flag: parseFlag('search', true) });
      expect(memory.load().flags).toHaveProperty('search');
      await expect(outer.write({ key: 'sale', flag: parseFlag('sale', false) })).rejects.toThrow(
        'Flag "sale" is defined by the provider "chained", which accepts no writes of flags and takes precedence over those that do',
      );

      const inner = new ChainedProvider([new MemoryProvider()], { name: 'inner' });
      await new ChainedProvider([inner, memory]).write({ key: 'theme', flag: parseFlag('theme', true) });
      expect(switches(await inner.load())).toEqual({ theme: true });
    });
  });
});
