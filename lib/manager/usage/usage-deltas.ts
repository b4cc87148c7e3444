import type { FlagUsageDelta } from '../../store/usage/flag-usage.js';
import type { AnswerCounters } from './answer-counters.js';
import type { Counter, FlagCounter } from './flag-counter.js';

type FlagDelta = FlagUsageDelta['flags'][number];

const MAX_ANSWERS = 500; // of one delta: Redis is blocked for about 10 µs for each

/** Takes what was counted since the last time. */
export class UsageDeltas {
  readonly #counters: AnswerCounters;
  readonly #instance: string;
  readonly #since: string;
  /** How much of each counter was taken. */
  readonly #taken = new Map<Counter, number>();
  #sequence = 0;

  /** @param since when counting began, in ISO 8601 */
  constructor(counters: AnswerCounters, instance: string, since: string) {
    this.#counters = counters;
    this.#instance = instance;
    this.#since = since;
  }

  /**
   * Takes all counts; none if nothing has been counted. The deltas may be sent later, but in this order.
   *
   * @param until the current time, in ISO 8601
   */
  take(until: string): FlagUsageDelta[] {
    const parts: FlagDelta[][] = [];
    let size = Infinity; // of the last part
    for (const counter of this.#counters.flags) {
      const flag = this.#takeFlag(counter);
      if (flag === undefined) continue;
      const added = Math.max(1, flag.answers.length);
      if (size + added > MAX_ANSWERS) {
        parts.push([]);
        size = 0;
      }
      parts.at(-1)?.push(flag);
      size += added;
    }
    const [instance, since] = [this.#instance, this.#since];
    return parts.map((flags) => ({ instance, sequence: ++this.#sequence, since, until, flags }));
  }

  /** @returns `undefined` if the flag was not evaluated */
  #takeFlag({ key, answers, others }: FlagCounter): FlagDelta | undefined {
    const hasOthers = this.#takeCount(others) > 0;
    const served = answers.flatMap((answer) => {
      const count = this.#takeCount(answer);
      const { enabled, variant } = answer;
      return count === 0 ? [] : [{ enabled, ...(variant === undefined ? {} : { variant }), count }];
    });
    return hasOthers || served.length > 0 ? { key, answers: served } : undefined;
  }

  #takeCount(counter: Counter): number {
    const { count } = counter;
    const before = this.#taken.get(counter) ?? 0;
    if (count !== before) this.#taken.set(counter, count);
    return count - before;
  }
}
