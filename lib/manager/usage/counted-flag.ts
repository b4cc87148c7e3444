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

/**
 * Counts the answers of each flag that has a definition or an override.
 *
 * @param isExternal whether an external provider evaluates a flag: it is counted as evaluated, but its answers are not told
 *   apart, because their variants may be texts about the user. @default no flag is external
 */
export function countedBy(counters: AnswerCounters, isExternal = (_key: string) => false): EvaluatorWrapper {
  return (key, evaluator) => {
    if (isExternal(key)) return evaluatedOnly(evaluator, () => counters.of(key).others);
    return new CountedFlag(evaluator, (answer) => counters.of(key).counterOf(answer));
  };
}

/** Counts evaluations instead of answers, which an external provider creates for each user; none of them is kept. */
function evaluatedOnly(flag: SnapshotEvaluator, counter: () => Counter): SnapshotEvaluator {
  return {
    evaluate(context) {
      const answer = flag.evaluate(context);
      if (answer !== undefined) counter().count++;
      return answer;
    },
  };
}

/**
 * A flag whose answers are counted. An evaluation compares the answer, which is a shared object, with those that it has
 * returned before, and increments a number; it allocates nothing and reads no clock.
 */
class CountedFlag implements SnapshotEvaluator {
  readonly #flag: SnapshotEvaluator;
  readonly #newCounterOf: (answer: FlagEvaluation) => Counter;
  #first: KnownAnswer | undefined;
  #known = 0;

  constructor(flag: SnapshotEvaluator, counterOf: (answer: FlagEvaluation) => Counter) {
    this.#flag = flag;
    this.#newCounterOf = counterOf;
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
    const counter = this.#newCounterOf(answer);
    if (this.#known < MAX_KNOWN) {
      this.#first = { answer, counter, next: this.#first };
      this.#known++;
    }
    return counter;
  }
}
