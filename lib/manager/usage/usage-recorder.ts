import { isoTime } from '../../engine/time/iso-time.js';
import { messageOf } from '../../internal/message-of.js';
import { OngoingProblem } from '../../internal/ongoing-problem.js';
import { jitteredDelay, randomDelay } from '../../internal/retry-delays.js';
import { SerialQueue } from '../../internal/serial-queue.js';
import type { FlagStore } from '../../store/flag-store.js';
import type { FlagUsageDelta, FlagUsageReport } from '../../store/usage/flag-usage.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { topicLogger } from '../topic-logger.js';
import type { UsageDeltas } from './usage-deltas.js';

/** The place where usage is added up: the store, or memory if the store cannot do that. */
export type UsageSink = Required<Pick<FlagStore, 'addUsage' | 'readUsage'>>;

export interface UsageRecorderOptions {
  readonly deltas: UsageDeltas;
  readonly sink: UsageSink;
  /** How often counts are added to the sink, in milliseconds. */
  readonly flushEvery: number;
  /** Whether the sink is known to be available; if it is not, the counts wait. */
  readonly isAvailable: () => boolean;
  readonly clock: Clock;
  readonly logger: FlagLogger;
}

/**
 * Adds what this instance has counted to the usage of all instances, from time to time. A delta that may not have been
 * added is sent again unchanged, so that it is added once; what is counted meanwhile waits in the counters, whose number
 * is bounded.
 */
export class UsageRecorder {
  readonly #options: UsageRecorderOptions;
  readonly #queue = new SerialQueue();
  readonly #problem: OngoingProblem;
  #unsent: readonly FlagUsageDelta[] = [];
  #cancelFlush: Cancel | undefined;
  #closed = false;

  constructor(options: UsageRecorderOptions) {
    this.#options = options;
    const { logger } = options;
    this.#problem = new OngoingProblem({
      report: (problem) =>
        topicLogger(logger, 'usage-not-stored').warn(
          `The usage of flags could not be added to the flag store, which is retried: ${problem}`,
        ),
      resolved: () => logger.log('The usage of flags is added to the flag store again.'),
    });
  }

  /** Begins to add counts to the sink, at a random time, so that instances that start together do not write together. */
  start(): void {
    this.#flushAfter(randomDelay(this.#options.flushEvery));
  }

  /** Adds what was counted until now. Never rejects; what could not be added is retried later. */
  async flush(): Promise<void> {
    try {
      await this.#queue.run(() => this.#send());
      this.#problem.update(undefined);
    } catch (error) {
      this.#problem.update(messageOf(error));
    }
  }

  /**
   * The usage of all instances that is known to the sink, including that of this instance until now; `undefined` if there
   * is none.
   *
   * @throws the errors of the sink
   */
  async report(): Promise<FlagUsageReport | undefined> {
    await this.#queue.run(() => this.#send());
    return await this.#options.sink.readUsage();
  }

  /** Adds the last counts, unless the sink is unavailable. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelFlush?.();
    if (this.#options.isAvailable()) await this.flush();
  }

  #flushAfter(delay: number): void {
    this.#cancelFlush = this.#options.clock.schedule(() => void this.#flushRegularly(), delay);
  }

  async #flushRegularly(): Promise<void> {
    const { isAvailable, flushEvery } = this.#options;
    if (isAvailable()) await this.flush(); // an outage is shown in the status of the store
    if (!this.#closed) this.#flushAfter(jitteredDelay(flushEvery));
  }

  async #send(): Promise<void> {
    const { deltas, clock } = this.#options;
    await this.#sendTaken(); // unchanged, and only then what was counted meanwhile
    this.#unsent = deltas.take(isoTime(clock.now()));
    await this.#sendTaken();
  }

  async #sendTaken(): Promise<void> {
    for (let next = this.#unsent[0]; next !== undefined; next = this.#unsent[0]) {
      await this.#options.sink.addUsage(next);
      this.#unsent = this.#unsent.slice(1);
    }
  }
}
