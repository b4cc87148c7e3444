import { isDecision, type FlagEvaluation } from '../../engine/flag-evaluation.js';
import { FlagLimits } from '../../engine/flag-limits.js';
import { UsageLimits } from '../../store/usage/flag-usage.js';

/** A number of evaluations since counting began. */
export interface Counter {
  /** Only ever increases. */
  count: number;
}

/** The number of times that a flag gave one answer. */
export interface AnswerCounter extends Counter {
  readonly enabled: boolean;
  readonly variant: string | undefined;
}

/** Counts the answers of one flag. */
export class FlagCounter {
  readonly key: string;
  /** The answers that are counted individually, up to 256. */
  readonly answers: AnswerCounter[] = [];
  /** All other answers: those beyond the limit, and those that replace a decision that could not be made. */
  readonly others: Counter = { count: 0 };

  constructor(key: string) {
    this.key = key;
  }

  /** The counter of an answer, which the caller increments. */
  counterOf({ enabled, variant, reason }: FlagEvaluation): Counter {
    if (!isDecision(reason)) return this.others;
    for (const known of this.answers) if (known.enabled === enabled && known.variant === variant) return known;
    const isTooLong = variant !== undefined && variant.length > FlagLimits.nameLength; // only a custom strategy serves one
    if (isTooLong || this.answers.length >= UsageLimits.answers) return this.others;
    const added = { enabled, variant, count: 0 };
    this.answers.push(added);
    return added;
  }
}
