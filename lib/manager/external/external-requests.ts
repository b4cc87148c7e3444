import { plainData } from '../../engine/json/plain-data.js';
import type { FlagIssue } from '../../engine/flag.errors.js';
import { EvaluationReason, type FlagEvaluation } from '../../engine/flag-evaluation.js';
import { quoted } from '../../internal/shown-text.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { Clock } from '../clock.js';
import type { ExternalAnswer } from './answer-set.js';
import type { ExternalContext, ExternalFlagProvider, ExternalResult } from './external-flag-provider.js';
import { ExternalLimits } from './external-limits.js';
import { ExternalOutage } from './external-outage.js';

export interface ExternalRequestsOptions {
  readonly provider: ExternalFlagProvider;
  /** How long a request waits for all its answers, in milliseconds. */
  readonly timeout: number;
  readonly clock: Clock;
  /** Logs each different problem once. */
  readonly report: (problem: string) => void;
}

/** The numbers of requests to an external provider since the start of this instance. */
export interface ExternalRequestCounts {
  /** The number of evaluations that were requested, each for one flag and one user. */
  readonly evaluations: number;
  /** The number of evaluations that failed, including those that took longer than the `timeout`. */
  readonly failures: number;
}

/** An evaluation that is not checked yet, because a text such as "false" must not open a gate. */
type UncheckedEvaluation = Pick<FlagEvaluation, 'value' | 'reason'> & {
  readonly enabled: unknown;
  readonly variant?: unknown;
};

const REASONS: ReadonlySet<string> = new Set(Object.values(EvaluationReason));

/** Asks an external provider. The time and the number of pending evaluations are limited, and failures are counted. */
export class ExternalRequests {
  readonly #options: ExternalRequestsOptions;
  readonly #outage: ExternalOutage;
  #pending = 0;
  #evaluations = 0;
  #failures = 0;
  #isAvailable = true;

  constructor(options: ExternalRequestsOptions) {
    this.#options = options;
    this.#outage = new ExternalOutage(options.clock);
  }

  get counts(): ExternalRequestCounts {
    return { evaluations: this.#evaluations, failures: this.#failures };
  }

  /** Whether the last request was answered completely. */
  get isAvailable(): boolean {
    return this.#isAvailable;
  }

  /**
   * Evaluates flags for a context. A flag that fails, or is not answered in time, is missing in the result; a later answer
   * is ignored. Never rejects.
   */
  async ask(keys: readonly string[], context: ExternalContext): Promise<ReadonlyMap<string, ExternalAnswer>> {
    this.#evaluations += keys.length;
    const answers = this.#admit(keys.length) ? await this.#answersOf(keys, context) : new Map<string, ExternalAnswer>();
    this.#failures += keys.length - answers.size;
    this.#isAvailable = answers.size === keys.length;
    return answers;
  }

  #admit(count: number): boolean {
    if (!this.#outage.admit()) return false;
    if (this.#pending + count <= ExternalLimits.pending) return true;
    this.#options.report(
      `was not asked, because requests wait for more than ${ExternalLimits.pending} of its evaluations`,
    );
    return false;
  }

  async #answersOf(keys: readonly string[], context: ExternalContext): Promise<ReadonlyMap<string, ExternalAnswer>> {
    const answers = new Map<string, ExternalAnswer>();
    this.#pending += keys.length;
    const evaluating = keys.map(async (key) => {
      const answer = await this.#evaluate(key, context);
      if (answer !== undefined) answers.set(key, answer);
    });
    const isInTime = await this.#inTime(Promise.all(evaluating));
    this.#pending -= keys.length; // those that never end must not keep the provider from being asked again
    if (isInTime || answers.size > 0) this.#outage.answered();
    else this.#outage.timedOut();
    if (!isInTime) this.#options.report(`did not answer within ${this.#options.timeout} ms`);
    return new Map(answers); // so that late answers are ignored
  }

  async #inTime(work: Promise<unknown>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), this.#options.timeout);
    });
    const isInTime = await Promise.race([work.then(() => true), late]);
    clearTimeout(timer);
    return isInTime;
  }

  /** Never rejects. */
  async #evaluate(key: string, context: ExternalContext): Promise<ExternalAnswer | undefined> {
    try {
      return this.#answerOf(key, await this.#options.provider.evaluate(key, context));
    } catch (error) {
      return this.#failed(key, `it threw ${thrownName(error)}`);
    }
  }

  #answerOf(key: string, result: ExternalResult): ExternalAnswer | undefined {
    if (result.outcome === 'answer') return this.#readable(key, result.evaluation);
    return result.outcome === 'not_found' ? result.outcome : this.#failed(key, result.problem);
  }

  /** Copies an answer, because the provider may change its own data later. */
  #readable(key: string, { enabled, variant, value: given, reason }: UncheckedEvaluation): ExternalAnswer | undefined {
    if (typeof enabled !== 'boolean') return this.#failed(key, 'its "enabled" is neither true nor false');
    if (variant !== undefined && typeof variant !== 'string') return this.#failed(key, 'its "variant" is not text');
    if (!REASONS.has(reason)) return this.#failed(key, 'its "reason" is not an evaluation reason');
    const issues: FlagIssue[] = [];
    const value = given === undefined ? undefined : plainData(given, [], issues);
    if (issues.length > 0) return this.#failed(key, 'its value is not JSON data');
    return Object.freeze({ key, enabled, variant, value, reason });
  }

  #failed(key: string, problem: string): undefined {
    this.#options.report(`failed for flag ${quoted(key)}: ${problem}`);
  }
}
