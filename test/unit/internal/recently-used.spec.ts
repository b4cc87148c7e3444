import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { recentlyUsed } from '../../../lib/internal/recently-used.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';

/** A visitor's latest page. */
interface Visit {
  readonly page: number;
}

function visit(page: number): Visit {
  return { page };
}

function pagesOf(visitors: { values(): Iterable<Visit> }): number[] {
  return Array.from(visitors.values(), ({ page }) => page).toSorted();
}

describe('A map of recently used entries', () => {
  it('drops the entry that was read or written least recently', () => {
    const visitors = recentlyUsed<Visit>(2);
    visitors.set('ada', visit(1));
    visitors.set('grace', visit(2));
    expect(visitors.get('ada')).toEqual(visit(1));
    visitors.set('alan', visit(3));
    expect(visitors.get('grace')).toBeUndefined();
    expect(pagesOf(visitors)).toEqual([1, 3]);
  });

  it('holds a single entry when that is its size', () => {
    const visitors = recentlyUsed<Visit>(1);
    visitors.set('ada', visit(1));
    visitors.set('ada', visit(2));
    visitors.set('grace', visit(3));
    expect([visitors.get('ada'), visitors.get('grace')]).toEqual([undefined, visit(3)]);
  });

  it('behaves like a plain list of keys by their last use, whatever is done to it', () => {
    const key = fc.constantFrom('ada', 'grace', 'alan', 'barbara', 'edsger', '__proto__');
    const steps = fc.array(fc.record({ key, write: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), steps, (size, list) => {
        const used = recentlyUsed<Visit>(size);
        let plain: [string, number][] = [];
        for (const [i, step] of list.entries()) {
          const found = plain.find(([each]) => each === step.key);
          const now: [string, number] | undefined = step.write ? [step.key, i] : found;
          if (step.write) used.set(step.key, visit(i));
          else expect(used.get(step.key)?.page).toBe(found?.[1]);
          if (now !== undefined) plain = [...plain.filter((each) => each !== found), now].slice(-size);
          expect(pagesOf(used)).toEqual(plain.map(([, value]) => value).toSorted());
        }
      }),
      { numRuns: 300 },
    );
  });

  it('drops what is too old, by the given clock', () => {
    const clock = new ManualClock();
    const fresh = recentlyUsed<true>(10, { ttl: 60_000, clock });
    fresh.set('ada', true);
    clock.advance(59_999);
    fresh.set('grace', true);
    expect([fresh.has('ada'), fresh.has('grace')]).toEqual([true, true]);
    clock.advance(2);
    expect([fresh.has('ada'), fresh.has('grace')]).toEqual([false, true]);
  });

  it('reserves no memory before it is filled, whatever its size', () => {
    expect(() => recentlyUsed<Visit>(Number.MAX_SAFE_INTEGER)).not.toThrow();
  });
});
