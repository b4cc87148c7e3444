import { describe, expect, it } from '@jest/globals';
import { MemoryStickyStore } from '../../../../lib/engine/allocation/memory-sticky-store.js';
import { compileVariantDraw } from '../../../../lib/engine/allocation/variant-draw.js';
import { drawScope } from './draw-scope.js';

const classic = { variant: 'classic', version: 1 };
const instant = { variant: 'instant', version: 1 };

describe('The sticky store in memory', () => {
  it('stores the latest assignment of each unit for each flag', () => {
    const store = new MemoryStickyStore();
    expect(store.get('userId:ada', 'search')).toBeUndefined();
    store.set('userId:ada', 'search', classic);
    store.set('userId:ada', 'theme', instant);
    store.set('userId:ada', 'search', instant);
    store.set('userId:grace', 'search', classic);
    expect(store.get('userId:ada', 'search')).toEqual(instant);
    expect(store.get('userId:ada', 'theme')).toEqual(instant);
    expect(store.get('userId:grace', 'search')).toEqual(classic);
    expect(store.get('userId:grace', 'theme')).toBeUndefined();
    expect(store.get('userId:ada', 'constructor')).toBeUndefined();
  });

  it('forgets the least recently used unit when there are too many', () => {
    const store = new MemoryStickyStore({ maxUnits: 3 });
    for (const name of ['ada', 'grace', 'alan']) store.set(`userId:${name}`, 'search', classic);
    store.get('userId:ada', 'search');
    store.set('userId:grace', 'theme', instant);
    store.set('userId:barbara', 'search', classic);
    expect(['ada', 'grace', 'alan', 'barbara'].map((name) => store.get(`userId:${name}`, 'search'))).toEqual([
      classic,
      classic,
      undefined,
      classic,
    ]);
  });

  it('stores 100,000 units by default', () => {
    const store = new MemoryStickyStore();
    for (let i = 0; i <= 100_000; i++) store.set(`userId:user-${i}`, 'search', classic);
    expect(store.get('userId:user-0', 'search')).toBeUndefined();
    expect(store.get('userId:user-1', 'search')).toEqual(classic);
    expect(store.get('userId:user-100000', 'search')).toEqual(classic);
  });

  it('stores the 1,000 most recently written flags of a unit', () => {
    const store = new MemoryStickyStore();
    for (let i = 0; i < 1000; i++) store.set('userId:ada', `flag-${i}`, classic);
    store.set('userId:ada', 'flag-0', instant);
    store.set('userId:ada', 'flag-1000', classic);
    expect(store.get('userId:ada', 'flag-0')).toEqual(instant);
    expect(store.get('userId:ada', 'flag-1')).toBeUndefined();
    expect(store.get('userId:ada', 'flag-2')).toEqual(classic);
    expect(store.get('userId:ada', 'flag-1000')).toEqual(classic);
  });

  it('can be cleared for one flag or for all', () => {
    const store = new MemoryStickyStore();
    const seen = () =>
      ['userId:ada', 'sessionId:s-1'].flatMap((unit) =>
        ['search', 'theme'].map((flag) => store.get(unit, flag)?.variant),
      );
    const fill = () => {
      for (const unit of ['userId:ada', 'sessionId:s-1']) {
        for (const flag of ['search', 'theme']) store.set(unit, flag, classic);
      }
    };
    fill();
    store.clear('search');
    expect(seen()).toEqual([undefined, 'classic', undefined, 'classic']);
    fill();
    store.clear();
    expect(seen()).toEqual([undefined, undefined, undefined, undefined]);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])('does not store %d units, and says how many it accepts', (maxUnits) => {
    expect(() => new MemoryStickyStore({ maxUnits })).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringContaining('Option "maxUnits" of MemoryStickyStore must be a whole number of at least 1'),
      }),
    );
  });

  it('keeps users in their variant when the weights change, until the version changes', () => {
    const sticky = new MemoryStickyStore();
    const serve = (weights: readonly [number, number], version: number) => {
      const shares = [
        { variant: 'classic', weight: weights[0] },
        { variant: 'instant', weight: weights[1] },
      ];
      const spec = { shares, bucketed: {}, allocation: 'ranges', sticky: { version } } as const;
      const draw = compileVariantDraw(spec, drawScope('search', { sticky }));
      return Array.from({ length: 200 }, (_, i) => draw({ userId: `user-${i}` }));
    };
    const before = serve([50, 50], 1);
    expect(new Set(before)).toEqual(new Set([0, 1]));
    expect(serve([1, 99], 1)).toEqual(before);
    expect(serve([1, 99], 2).filter((index) => index === 0).length).toBeLessThan(20);
  });
});
