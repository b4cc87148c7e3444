import { messageOf } from '../../internal/message-of.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { OngoingProblem } from '../../internal/ongoing-problem.js';
import { jitteredDelay } from '../../internal/retry-delays.js';
import { isPromise } from '../../internal/is-promise.js';
import type { DueItem } from './due-queue.js';
import type { SharedTime } from './shared-time.js';

/** Makes changes that are due at a time. */
export interface ScheduledTask {
  /** What is due next, and when; `undefined` when nothing is. The same item as long as it has not been dealt with. */
  next(): DueItem | undefined;
  /** Deals with everything that is due at `now`. What another instance has dealt with is skipped. */
  run(now: number): Promise<void>;
}

export interface ScheduledTasksOptions {
  readonly tasks: readonly ScheduledTask[];
  /** The time by which they are due. */
  readonly time: SharedTime;
  readonly clock: Clock;
  readonly logger: FlagLogger;
  /** Whether this instance is to run them for the next {@link LEASE_MS}. */
  readonly lease: () => boolean | Promise<boolean>;
}

/** How long an instance has the right to run tasks; when it is killed, others take over after that. */
export const LEASE_MS = 3000;

const RETRY_MS = 5000;

/**
 * Runs tasks when they are due, on one of all instances. The lease only spares the others the work: the log accepts each
 * change once. Each instance wakes by its own clock and its distance from the shared time, but only what is due by the shared
 * time is done.
 */
export class ScheduledTasks {
  readonly #options: ScheduledTasksOptions;
  /** Until when a task is skipped whose next item stayed due after it ran, by the clock of this instance. */
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
      report: (failure) => logger.error(`Changes that are due could not be made yet, trying again: ${failure}`),
    });
  }

  /** Begins, with what is due already. Before that, the definitions that changes depend on may not be there. */
  start(): void {
    this.#started = true;
    this.reschedule();
  }

  /** To be called when what is due may have changed. */
  reschedule(delay = 0): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!this.#started || this.#closed || this.#running !== undefined) return; // it looks again at its end
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

  /** Never rejects. @returns how long to wait before the next look, at least */
  async #runAll(): Promise<number> {
    const { tasks, lease, time } = this.#options;
    if (time.reliedUpon === 0) await time.ask().catch(() => {}); // asked again where something is due
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

  /** What stays due is tried again later, not at once: another attempt would end the same way, and may write to the log. */
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
      logger.error(
        `What is due since ${new Date(before.at).toISOString()} stays due though it was made: look for documents of the ` +
          `store that are not what their names say. Trying again every ${RETRY_MS / 1000} s.`,
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

  /** Until the next look, by the clock of this instance; `undefined` when there is nothing to look for. */
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
