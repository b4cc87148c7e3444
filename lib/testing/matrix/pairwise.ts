/**
 * Selects rows in which every pair of values of any two parameters occurs, with far fewer rows than all combinations.
 * The result is always the same for the same sizes.
 *
 * The algorithm is the greedy one of PICT, without its random choices (J. Czerwonka, "Pairwise Testing in Real World",
 * PNSQC 2006): each row begins with the first pair of the two parameters that have the most missing pairs; then the
 * value that covers most of the missing pairs is added, until the row is complete.
 *
 * @param sizes the number of values of each parameter, at least 1 each
 * @returns rows with one value for each parameter, by the index of the value
 */
export function pairwiseRows(sizes: readonly number[]): number[][] {
  if (sizes.length < 2) return indices(sizes[0] ?? 0).map((value) => [value]);
  const missing = new MissingPairs(sizes);
  const rows: number[][] = [];
  for (let row = missing.startRow(); row !== undefined; row = missing.startRow()) {
    while (row.includes(undefined)) missing.addBestValue(row);
    rows.push(row.map((value) => value ?? 0));
  }
  return rows;
}

/** A row to which values are added; a parameter without a value is `undefined`. */
type OpenRow = (number | undefined)[];

interface Choice {
  readonly parameter: number;
  readonly value: number;
  /** The number of missing pairs that it covers. */
  readonly gain: number;
}

/** The pairs of values that no row covers yet. */
class MissingPairs {
  readonly #sizes: readonly number[];
  /** The missing pairs of two parameters, as `value of the first * size of the second + value of the second`. */
  readonly #pairs = new Map<number, Set<number>>();

  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
    for (const first of indices(sizes.length)) {
      for (const second of indices(sizes.length).slice(first + 1)) {
        this.#pairs.set(this.#placeOf(first, second), new Set(indices(this.#size(first) * this.#size(second))));
      }
    }
  }

  /** A new row with a missing pair; `undefined` if there is none. */
  startRow(): OpenRow | undefined {
    const [place, pairs] = [...this.#pairs].reduce((most, each) => (each[1].size > most[1].size ? each : most));
    const [pair] = pairs;
    if (pair === undefined) return undefined;
    const [first, second] = [Math.floor(place / this.#sizes.length), place % this.#sizes.length];
    const row: OpenRow = this.#sizes.map(() => undefined);
    this.#put(row, first, Math.floor(pair / this.#size(second)));
    this.#put(row, second, pair % this.#size(second));
    return row;
  }

  /** Adds the value that covers most of the missing pairs. */
  addBestValue(row: OpenRow): void {
    let best: Choice = { parameter: 0, value: 0, gain: -1 };
    for (const [parameter, present] of row.entries()) {
      if (present !== undefined) continue;
      for (const value of indices(this.#size(parameter))) {
        const gain = this.#gainOf(row, parameter, value);
        if (gain > best.gain) best = { parameter, value, gain };
      }
    }
    this.#put(row, best.parameter, best.value);
  }

  #put(row: OpenRow, parameter: number, value: number): void {
    for (const [other, present] of row.entries()) {
      if (present !== undefined) this.#missing(other, parameter).delete(this.#pair(other, present, parameter, value));
    }
    row[parameter] = value;
  }

  /** The number of missing pairs that a value covers with the values of a row. */
  #gainOf(row: OpenRow, parameter: number, value: number): number {
    let gain = 0;
    for (const [other, present] of row.entries()) {
      if (present === undefined) continue;
      if (this.#missing(other, parameter).has(this.#pair(other, present, parameter, value))) gain++;
    }
    return gain;
  }

  #missing(one: number, other: number): Set<number> {
    return this.#pairs.get(this.#placeOf(Math.min(one, other), Math.max(one, other))) ?? new Set();
  }

  #pair(one: number, oneValue: number, other: number, otherValue: number): number {
    return one < other ? oneValue * this.#size(other) + otherValue : otherValue * this.#size(one) + oneValue;
  }

  #placeOf(first: number, second: number): number {
    return first * this.#sizes.length + second;
  }

  #size(parameter: number): number {
    return this.#sizes[parameter] ?? 0;
  }
}

function indices(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
