import { describe, expect, it } from '@jest/globals';
import { totalWeight, variantRanges } from '../../../../lib/engine/allocation/variant-ranges.js';

const search = [
  { name: 'classic', weight: 50, since: 2019 },
  { name: 'voice', weight: 0, since: 2027 },
  { name: 'instant', weight: 30, since: 2024 },
  { name: 'semantic', weight: 20, since: 2026 },
];

describe('variantRanges', () => {
  it('returns each variant unchanged, with the end of its range', () => {
    const ranges = variantRanges(search);
    expect(ranges.map(({ end }) => end)).toEqual([50_000, 80_000, 100_000]);
    expect(ranges.map(({ variant }) => variant)).toEqual([search[0], search[2], search[3]]);
    expect(ranges[0]?.variant).toBe(search[0]);
  });

  it('ends ranges on a given scale', () => {
    expect(variantRanges(search, (part) => part / 10).map(({ end }) => end)).toEqual([5, 8, 10]);
  });

  it('ends the last range at exactly the total weight, with or without zero weights', () => {
    const thirds = [0.1, 0, 0.2, 0.3, 0.7, 0].map((weight, i) => ({ name: `look-${i}`, weight }));
    expect(variantRanges(thirds, (part) => part).at(-1)?.end).toBe(totalWeight(thirds));
  });

  it('returns no range when all weights are zero', () => {
    expect(variantRanges([{ name: 'classic', weight: 0 }])).toStrictEqual([]);
  });
});
