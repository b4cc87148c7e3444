import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BUCKETS } from '../../../lib/engine/allocation/bucket.js';
import { nearestBucket } from '../../../lib/engine/allocation/draw.js';
import { compileShare } from '../../../lib/engine/time/compile-share.js';
import type { Progression, ProgressionPoint } from '../../../lib/engine/time/progression.js';
import { shareSchema } from '../../../lib/engine/time/progression.schema.js';

const EARLIEST = Date.parse('2026-01-01T00:00:00Z');
const YEAR = 365 * 86_400_000;

const percentage = fc.integer({ min: 0, max: 100_000 }).map((step) => step / 1000);
const after = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: YEAR }));

const points: fc.Arbitrary<ProgressionPoint[]> = fc
  .array(fc.tuple(after, percentage), { minLength: 2, maxLength: 8 })
  .map((list) => {
    const percentages = list.map(([, each]) => each).toSorted((a, b) => a - b);
    let at = EARLIEST;
    return list.map(([wait], i) => {
      at += wait;
      return { at: new Date(at).toISOString(), percentage: percentages[i]! };
    });
  });

const progression: fc.Arbitrary<Progression> = fc.oneof(
  points.map((steps) => ({ steps })),
  points.map((linear) => ({ linear })),
);

/** Instants in the order of time: some anywhere, some just around the points. */
const instants = fc.array(
  fc.oneof(
    fc.double({ min: -0.1, max: 1.2, noNaN: true }),
    fc.tuple(fc.nat({ max: 7 }), fc.integer({ min: -2, max: 2 })),
  ),
  { minLength: 2, maxLength: 40 },
);

function inOrder(share: Progression, wanted: readonly (number | readonly [number, number])[]): number[] {
  const list = pointsOf(share);
  const ats = list.map(({ at }) => Date.parse(at));
  const [first = 0, last = 0] = [ats[0], ats.at(-1)];
  const chosen = wanted.map((each) => {
    if (typeof each === 'number') return first + each * (last - first);
    return ats[each[0] % ats.length]! + each[1] / 2;
  });
  return chosen.toSorted((a, b) => a - b);
}

function pointsOf(share: Progression): readonly ProgressionPoint[] {
  return 'steps' in share ? share.steps : share.linear;
}

describe('A progression', () => {
  it('never decreases over time, not even by rounding', () => {
    fc.assert(
      fc.property(progression, instants, (share, wanted) => {
        expect(shareSchema.safeParse(share).success).toBe(true);
        const percentages = inOrder(share, wanted).map(compileShare(share));
        for (const [i, each] of percentages.entries()) {
          expect(each).toBeGreaterThanOrEqual(percentages[i - 1] ?? 0);
          expect(each).toBeLessThanOrEqual(100);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps every user who was once inside', () => {
    fc.assert(
      fc.property(progression, instants, fc.nat({ max: BUCKETS - 1 }), (share, wanted, bucket) => {
        const percentageAt = compileShare(share);
        const inside = inOrder(share, wanted).map(
          (instant) => bucket < nearestBucket((percentageAt(instant) * BUCKETS) / 100),
        );
        const since = inside.indexOf(true);
        if (since !== -1) expect(inside.slice(since)).not.toContain(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('is exactly the percentage of each point, and lies between those of its neighbors', () => {
    fc.assert(
      fc.property(progression, fc.double({ min: 0, max: 1, noNaN: true }), (share, part) => {
        const percentageAt = compileShare(share);
        const list = pointsOf(share);
        for (const [i, { at, percentage: exact }] of list.entries()) {
          expect(percentageAt(Date.parse(at))).toBe(exact);
          const next = list[i + 1];
          if (next === undefined) continue;
          const between = percentageAt(Date.parse(at) + part * (Date.parse(next.at) - Date.parse(at)));
          expect(between).toBeGreaterThanOrEqual(exact);
          expect(between).toBeLessThanOrEqual(next.percentage);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
