import type { Attributes } from '@opentelemetry/api';
import type { FlagEvaluation } from '../engine/flag-evaluation.js';
import type { Flag } from '../engine/flag.js';
import { answerAttributes } from './answer-attributes.js';
import type { CounterSeries, CounterSeriesSet } from './counter-series.js';

/** The report of each evaluation with one result. */
export interface ReportedAnswer {
  /** Differs if the attributes differ. */
  readonly id: string;
  readonly attributes: Attributes;
  readonly series: CounterSeries;
  /** The definition by which the flag was evaluated; `undefined` if there was none. */
  readonly flag: Flag | undefined;
}

/**
 * Finds what is reported of an evaluation. Evaluations with the same result share one object, so that its attributes are
 * computed once, and forgotten with it.
 */
export class ReportedAnswers {
  readonly #flagOf: (key: string) => Flag | undefined;
  readonly #series: CounterSeriesSet;
  readonly #known = new WeakMap<FlagEvaluation, ReportedAnswer>();

  /** @param flagOf returns the definition in force of a flag */
  constructor(flagOf: (key: string) => Flag | undefined, series: CounterSeriesSet) {
    this.#flagOf = flagOf;
    this.#series = series;
  }

  of(evaluation: FlagEvaluation): ReportedAnswer {
    return this.#known.get(evaluation) ?? this.#add(evaluation);
  }

  #add(evaluation: FlagEvaluation): ReportedAnswer {
    const flag = this.#flagOf(evaluation.key);
    const attributes = answerAttributes(evaluation, flag);
    const id = JSON.stringify(Object.entries(attributes));
    const answer = { id, attributes, series: this.#series.of(id, attributes), flag };
    this.#known.set(evaluation, answer);
    return answer;
  }
}
