import { describe, expect, it } from '@jest/globals';
import type { FlagWrite } from '../../../../lib/providers/flag-provider.js';
import { LayeredDefinitions } from '../../../../lib/providers/layers/layered-definitions.js';
import { LocalProvider } from '../../../../lib/providers/local.provider.js';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { ProviderLayer } from '../../../../lib/providers/layers/provider-layer.js';

const settings = { timeout: 1000, now: () => 0 };

async function layered(...providers: ConstructorParameters<typeof ProviderLayer>[0][]): Promise<LayeredDefinitions> {
  const layers = providers.map((provider) => new ProviderLayer(provider, settings));
  for (const layer of layers) await layer.read();
  return new LayeredDefinitions(layers);
}

describe('The definitions of several layers', () => {
  it('are seen as one set, whole and by key', async () => {
    const held = await layered(
      new LocalProvider({ search: true }, { name: 'first', segments: { staff: { include: ['ada'] } } }),
      new LocalProvider({ search: false, sale: false }, { segments: { staff: {}, testers: {} } }),
    );
    const { flags, segments } = held.all();
    expect([...flags.values()].map(({ key, enabled }) => [key, enabled])).toEqual([
      ['search', true],
      ['sale', false],
    ]);
    expect([...segments.keys()]).toEqual(['staff', 'testers']);
    for (const key of ['search', 'sale', 'nobody']) expect(held.flag(key)).toBe(flags.get(key));
    for (const key of ['staff', 'testers', 'nobody']) expect(held.segment(key)).toBe(segments.get(key));
  });

  it('fall back to the next layer once the writable one has deleted a key', async () => {
    const written = new MemoryProvider({ search: true, sale: true }, { segments: { staff: { include: ['ada'] } } });
    const held = await layered(written, new LocalProvider({ search: false }, { segments: { staff: {} } }));
    expect([held.remainingFlag('search')?.enabled, held.remainingFlag('sale')]).toEqual([false, undefined]);
    expect(held.remainingSegment('staff')).toEqual({ key: 'staff' });
  });

  it('may fall back differently for flags and for segments, when a layer accepts writes of flags only', async () => {
    const flagsOnly = Object.assign(new LocalProvider({ search: true }, { name: 'flags', segments: { staff: {} } }), {
      write: async ({ flag }: FlagWrite) => flag,
    });
    const held = await layered(flagsOnly, new MemoryProvider({ search: false }, { segments: { testers: {} } }));
    expect(held.remainingFlag('search')?.enabled).toBe(false);
    expect([held.remainingSegment('staff')?.key, held.remainingSegment('testers')]).toEqual(['staff', undefined]);
  });

  it('report unreadable definitions in every layer', async () => {
    const problem = { key: 'sale', message: 'is broken' };
    const held = await layered(
      { name: 'half', load: () => ({ flags: { search: true }, problems: [problem] }) },
      new LocalProvider({ sale: true }),
    );
    expect(held.problems).toEqual([problem]);
    expect([held.flag('sale'), held.flag('search')?.enabled]).toEqual([undefined, true]);
  });
});
