import { topicLogger } from '../topic-logger.js';
import { messageOf } from '../../internal/message-of.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { OngoingProblem } from '../../internal/ongoing-problem.js';
import { jitteredDelay } from '../../internal/retry-delays.js';
import { isPromise } from '../../internal/is-promise.js';
import type { DueItem } from './due-queue.js';
import type { SharedTime } from './shared-time.js';

/** A task that makes changes when they are due. */
export interface ScheduledTask {
  /** The next item and its time; `undefined` if there is none. Returns the same item until it has been handled. */
  next(): DueItem | undefined;
  /** Handles all items that are due at `now`, except those that another instance has already handled. */
  run(now: number): Promise<void>;
}

export interface ScheduledTasksOptions {
  readonly tasks: readonly ScheduledTask[];
  /** The time that determines when items are due. */
  readonly time: SharedTime;
  readonly clock: Clock;
  readonly logger: FlagLogger;
  /** Whether this instance should run the tasks for the next {@link LEASE_MS}. */
  readonly lease: () => boolean | Promise<boolean>;
}

/** How long a lease lasts; if its owner is killed, another instance takes over after that time. */
export const LEASE_MS = 3000;

const RETRY_MS = 5000;

/**
 * Runs tasks when they are due, on one of all instances. The lease only avoids duplicate work; the log accepts each
 * change once. Each instance wakes by its own clock, adjusted to the shared time, but handles only items that are due
 * by the shared time.
 */
export class ScheduledTasks {
  readonly #options: ScheduledTasksOptions;
  /** The time, by this instance's clock, until which a task is skipped because its item was still due after it ran. */
  readonly #stuckUntil = new Map<ScheduledTask, number>();
  #cancel: Cancel | undefined;
  #running: Promise<void> | undefined;
  readonly #failure: OngoingProblem;
  #started = false;
  #closed = false;

  constructor(options: ScheduledTasksOptions) {
    this.#options = options;
    const { logger } = options;
    this.#failure = new OngoingProblem({
      report: (failure) =>
        topicLogger(logger, 'scheduled-changes-delayed').error(
          `Changes that are due could not be made, and are retried: ${failure}`,
        ),
    });
  }

  /**
   * Starts the tasks, beginning with items that are already due. Must be called after the definitions on which changes
   * depend are loaded.
   */
  start(): void {
    this.#started = true;
    this.reschedule();
  }

  /** Call this when the next item may have changed. */
  reschedule(delay = 0): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!this.#started || this.#closed || this.#running !== undefined) return; // the run reschedules when it ends
    const wait = this.#wait();
    if (wait !== undefined) this.#cancel = this.#options.clock.schedule(() => this.#begin(), Math.max(delay, wait));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    await this.#running;
  }

  #begin(): void {
    this.#cancel = undefined;
    this.#running = this.#work();
  }

  async #work(): Promise<void> {
    const delay = await this.#runAll();
    this.#running = undefined;
    this.reschedule(delay);
  }

  /** Never rejects. @returns the minimum time until the next run */
  async #runAll(): Promise<number> {
    const { tasks, lease, time } = this.#options;
    if (time.reliedUpon === 0) await time.ask().catch(() => {}); // an error is ignored, because the time is read again if something is due
    try {
      for (const task of tasks) {
        while (!this.#closed && this.#isDue(task)) {
          const leased = lease();
          if (!(isPromise(leased) ? await leased : leased)) return jitteredDelay(LEASE_MS / 3);
          await this.#run(task, time.isOwn ? time.now() : await time.ask());
        }
      }
      this.#failure.update(undefined);
      return 0;
    } catch (error) {
      this.#failure.update(messageOf(error));
      return RETRY_MS;
    }
  }

  /**
   * An item that is still due afterwards is retried later, because an immediate attempt would end the same way and may
   * write to the log.
   */
  async #run(task: ScheduledTask, now: number): Promise<void> {
    const before = task.next();
    if (before === undefined || before.at > now) return;
    await task.run(now);
    if (task.next()?.item !== before.item) {
      this.#stuckUntil.delete(task);
      return;
    }
    const { clock, logger } = this.#options;
    if (!this.#stuckUntil.has(task)) {
      topicLogger(logger, 'scheduled-changes-delayed').error(
        `A change that is due since ${new Date(before.at).toISOString()} was made, but is still due: check the store for ` +
          `documents that are stored under a wrong id. Retrying every ${RETRY_MS / 1000} s.`,
      );
    }
    this.#stuckUntil.set(task, clock.now() + RETRY_MS);
  }

  #isDue(task: ScheduledTask): boolean {
    return (task.next()?.at ?? Infinity) <= this.#options.time.now() && this.#stuckFor(task) === 0;
  }

  #stuckFor(task: ScheduledTask): number {
    const remaining = (this.#stuckUntil.get(task) ?? -Infinity) - this.#options.clock.now();
    return Math.min(Math.max(0, remaining), RETRY_MS);
  }

  /** The time until the next run, by the clock of this instance; `undefined` if nothing is scheduled. */
  #wait(): number | undefined {
    const { tasks, time } = this.#options;
    const waits = tasks.flatMap((task) => {
      const next = task.next();
      return next === undefined ? [] : [Math.max(next.at - time.now(), this.#stuckFor(task))];
    });
    if (waits.length === 0) return time.isUnknown ? 0 : undefined;
    return Math.min(...waits, time.reliedUpon);
  }
}
