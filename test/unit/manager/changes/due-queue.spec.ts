import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DueQueue } from '../../../../lib/manager/changes/due-queue.js';

interface Item {
  readonly name: number;
}

describe('A queue of due items', () => {
  it('equals a sorted list of the same items, whatever is added, moved and removed', () => {
    const items = Array.from({ length: 40 }, (_, name): Item => ({ name }));
    const step = fc.record({
      index: fc.nat({ max: 39 }),
      at: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined }),
      now: fc.integer({ min: 0, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400, size: 'max' }), (steps) => {
        const queue = new DueQueue<Item>();
        const expected = new Map<Item, number>();
        for (const { index, at, now } of steps) {
          const item = items[index]!;
          if (at === undefined) {
            queue.delete(item);
            expected.delete(item);
          } else {
            queue.add(item, at);
            expected.set(item, at);
          }
          const times = [...expected.values()];
          expect(queue.first?.at).toBe(times.length === 0 ? undefined : Math.min(...times));
          const due = queue.due(now);
          expect(due.map((each) => expected.get(each))).toEqual(
            times.filter((time) => time <= now).toSorted((a, b) => a - b),
          );
          expect(new Set(due).size).toBe(due.length);
        }
      }),
      { numRuns: 20, endOnFailure: true }, // shrinking hundreds of steps takes minutes
    );
  });

  it('is empty when nothing was added, or everything is removed', () => {
    const queue = new DueQueue<Item>();
    const item = { name: 1 };
    queue.delete(item);
    queue.add(item, 5);
    queue.delete(item);
    expect([queue.first, queue.due(Infinity)]).toEqual([undefined, []]);
  });
});
