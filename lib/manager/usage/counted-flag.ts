import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { SnapshotEvaluator } from '../reading/flag-entry.js';
import type { EvaluatorWrapper } from '../reading/observed-flag.js';
import type { AnswerCounters } from './answer-counters.js';
import type { Counter } from './flag-counter.js';

/** An answer object and its counter. Answers that differ only in their reason or rule share a counter. */
interface KnownAnswer {
  readonly answer: FlagEvaluation;
  readonly counter: Counter;
  readonly next: KnownAnswer | undefined;
}

/** Most flags have few answer objects; those of a custom strategy may be new each time. */
const MAX_KNOWN = 16;

/** Counts the answers of each flag that has a definition or an override. */
export function countedBy(counters: AnswerCounters): EvaluatorWrapper {
  return (key, evaluator) => new CountedFlag(key, evaluator, counters);
}

/**
 * A flag whose answers are counted. An evaluation compares the answer, which is a shared object, with those that it has
 * returned before, and increments a number; it allocates nothing and reads no clock.
 */
class CountedFlag implements SnapshotEvaluator {
  readonly #key: string;
  readonly #flag: SnapshotEvaluator;
  readonly #counters: AnswerCounters;
  #first: KnownAnswer | undefined;
  #known = 0;

  constructor(key: string, flag: SnapshotEvaluator, counters: AnswerCounters) {
    this.#key = key;
    this.#flag = flag;
    this.#counters = counters;
  }

  evaluate(context: FlagContext): FlagEvaluation | undefined {
    const answer = this.#flag.evaluate(context);
    for (let known = this.#first; known !== undefined; known = known.next) {
      if (known.answer === answer) {
        known.counter.count++;
        return answer;
      }
    }
    if (answer !== undefined) this.#counterOf(answer).count++;
    return answer;
  }

  #counterOf(answer: FlagEvaluation): Counter {
    const counter = this.#counters.of(this.#key).counterOf(answer);
    if (this.#known < MAX_KNOWN) {
      this.#first = { answer, counter, next: this.#first };
      this.#known++;
    }
    return counter;
  }
}
