import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { pairwiseRows } from '../../../../lib/testing/matrix/pairwise.js';

const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 8 });

/** Every pair of values of two parameters, as text. */
function pairsOf(row: readonly number[]): string[] {
  return row.flatMap((one, i) => row.slice(i + 1).map((other, j) => `${i}=${one} ${i + j + 1}=${other}`));
}

/** The indices of a number of values. */
const values = (size: number) => Array.from({ length: size }, (_, value) => value);

function everyPair(of: readonly number[]): string[] {
  return of.flatMap((size, i) =>
    of
      .slice(i + 1)
      .flatMap((next, j) => values(size).flatMap((a) => values(next).map((b) => `${i}=${a} ${i + j + 1}=${b}`))),
  );
}

describe('pairwiseRows', () => {
  it('covers every pair of values of any two parameters', () => {
    fc.assert(
      fc.property(sizes, (of) => {
        const covered = new Set(pairwiseRows(of).flatMap(pairsOf));
        expect(everyPair(of).filter((pair) => !covered.has(pair))).toStrictEqual([]);
      }),
    );
  });

  it('gives every parameter one of its values in every row', () => {
    fc.assert(
      fc.property(sizes, (of) => {
        for (const row of pairwiseRows(of)) {
          expect(row).toHaveLength(of.length);
          expect(row.every((value, i) => value >= 0 && value < (of[i] ?? 0))).toBe(true);
        }
      }),
    );
  });

  it('returns the same rows for the same sizes', () => {
    fc.assert(fc.property(sizes, (of) => expect(pairwiseRows(of)).toStrictEqual(pairwiseRows(of))));
  });

  it.each([
    { of: [2, 2, 2], most: 4 },
    { of: Array.from({ length: 10 }, () => 2), most: 10 },
    { of: Array.from({ length: 20 }, () => 2), most: 18 },
    { of: [4, 3, 3, 2, 2, 2], most: 16 },
    { of: Array.from({ length: 10 }, () => 4), most: 40 },
  ])('needs at most $most rows for parameters of the sizes $of', ({ of, most }) => {
    expect(pairwiseRows(of).length).toBeLessThanOrEqual(most);
  });

  it('returns all combinations of one or two parameters', () => {
    expect(pairwiseRows([3])).toStrictEqual([[0], [1], [2]]);
    expect(pairwiseRows([2, 2])).toStrictEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });
});
