import type { Attributes, Counter } from '@opentelemetry/api';
import { Attribute, OwnAttribute } from './semantic-conventions.js';

/** One series of a counter. */
export interface CounterSeries {
  readonly attributes: Attributes;
  /** The count that has not been added to the counter yet. */
  pending: number;
}

/** The number of series of undefined flags, whose keys may come from callers, so that they do not use up the others. */
export const MAX_UNDEFINED = 100;

/**
 * Counts in memory, so that an evaluation pays an increment, and adds the counts to a counter when metrics are collected.
 * The number of series is bounded; what exceeds it is counted in one more series.
 */
export class CounterSeriesSet {
  readonly #maxSeries: number;
  readonly #common: Attributes;
  readonly #series = new Map<string, CounterSeries>();
  readonly #overflow: CounterSeries;
  #undefined = 0;

  /** @param common the attributes of all series */
  constructor(maxSeries: number, common: Attributes) {
    this.#maxSeries = maxSeries;
    this.#common = common;
    this.#overflow = { attributes: { ...common, [OwnAttribute.Overflow]: true }, pending: 0 };
  }

  /**
   * The series with these attributes.
   *
   * @param id differs if the attributes differ
   */
  of(id: string, attributes: Attributes): CounterSeries {
    const known = this.#series.get(id);
    if (known !== undefined) return known;
    const isUndefined = attributes[Attribute.ErrorType] === 'flag_not_found';
    if (this.#series.size >= this.#maxSeries || (isUndefined && this.#undefined >= MAX_UNDEFINED))
      return this.#overflow;
    if (isUndefined) this.#undefined++;
    const series = { attributes: { ...attributes, ...this.#common }, pending: 0 };
    this.#series.set(id, series);
    return series;
  }

  /** Adds what was counted since the last call to the counter. */
  flush(counter: Counter): void {
    for (const series of this.#series.values()) flushSeries(series, counter);
    flushSeries(this.#overflow, counter);
  }
}

function flushSeries(series: CounterSeries, counter: Counter): void {
  if (series.pending === 0) return;
  counter.add(series.pending, series.attributes);
  series.pending = 0;
}
