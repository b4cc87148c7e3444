import type { TestFlags } from '../test-flags.js';
import { pairwiseRows } from './pairwise.js';

/** The values of each flag to test, by key; the first ones are the baseline of values that do not matter. */
export type FlagValues = ReadonlyMap<string, readonly unknown[]>;

/** The number of combinations up to which all of them are tested. */
export const MAX_COMBINATIONS = 64;

/**
 * All combinations of the values; above `limit`, a selection of them in which every pair of values of any two flags
 * occurs.
 */
export function combinationsOf(values: FlagValues, limit: number): TestFlags[] {
  const keys = [...values.keys()];
  const lists = [...values.values()];
  const sizes = lists.map((list) => list.length);
  const rows = sizes.reduce((product, size) => product * size, 1) <= limit ? everyRow(sizes) : pairwiseRows(sizes);
  return rows.map(
    (row) => Object.fromEntries(keys.map((key, i) => [key, lists[i]?.[row[i] ?? 0]])) as TestFlags, // checked when they are forced
  );
}

function everyRow(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (rows, size) => rows.flatMap((row) => Array.from({ length: size }, (_, value) => [...row, value])),
    [[]],
  );
}
