import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { RecentlyUsed } from '../../../../lib/engine/allocation/recently-used.js';

describe('RecentlyUsed', () => {
  it('forgets what has gone longest without being read or written', () => {
    const visitors = new RecentlyUsed<number>(2);
    visitors.set('ada', 1);
    visitors.set('grace', 2);
    expect(visitors.get('ada')).toBe(1);
    visitors.set('alan', 3);
    expect(visitors.get('grace')).toBeUndefined();
    expect([...visitors.values()].toSorted()).toEqual([1, 3]);
  });

  it('holds a single entry when that is its size', () => {
    const visitors = new RecentlyUsed<number>(1);
    visitors.set('ada', 1);
    visitors.set('ada', 2);
    visitors.set('grace', 3);
    expect([visitors.get('ada'), visitors.get('grace')]).toEqual([undefined, 3]);
  });

  it('does as a plain list of keys by their last use would, whatever is done to it', () => {
    const key = fc.constantFrom('ada', 'grace', 'alan', 'barbara', 'edsger', '__proto__');
    const steps = fc.array(fc.record({ key, write: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), steps, (size, list) => {
        const used = new RecentlyUsed<number>(size);
        let plain: [string, number][] = [];
        for (const [i, step] of list.entries()) {
          const found = plain.find(([each]) => each === step.key);
          const now: [string, number] | undefined = step.write ? [step.key, i] : found;
          if (step.write) used.set(step.key, i);
          else expect(used.get(step.key)).toBe(found?.[1]);
          if (now !== undefined) plain = [...plain.filter((each) => each !== found), now].slice(-size);
          expect([...used.values()].toSorted()).toEqual(plain.map(([, value]) => value).toSorted());
        }
      }),
      { numRuns: 300 },
    );
  });
});
