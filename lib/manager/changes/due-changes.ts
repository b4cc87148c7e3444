import { messageOf } from '../../internal/message-of.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { isPromise } from '../../internal/is-promise.js';
import type { SharedTime } from './shared-time.js';

/** Changes that are due at a time. */
export interface DueWork {
  /** When the next one is due, in milliseconds since 1970; `undefined` when none is. */
  nextDue(): number | undefined;
  /** What is due then: the same object as long as it is the same. */
  firstDue(): object | undefined;
  /** Makes all that are due at `now`. Those that another instance has made are passed over. */
  runDue(now: number): Promise<void>;
}

export interface DueChangesOptions {
  readonly works: readonly DueWork[];
  /** The time by which they are due. */
  readonly time: SharedTime;
  readonly clock: Clock;
  readonly logger: FlagLogger;
  /** Whether it is up to this instance for the next {@link LEASE_MS}. */
  readonly lease: () => boolean | Promise<boolean>;
}

/** How long an instance has the right to make what is due; when it is killed, others take over after that. */
export const LEASE_MS = 3000;

const RETRY_MS = 5000;

/**
 * Makes changes when they are due, on one of all instances. The lease only spares the others the work: what is made, is
 * made once, for the log takes it once. Each instance wakes by its own clock and by how far that is from the shared time,
 * but only what that time says is due is made.
 */
export class DueChanges {
  readonly #options: DueChangesOptions;
  /** Until when work is left alone that was still due after it was made, by the clock of this instance. */
  readonly #stuckUntil = new Map<DueWork, number>();
  #cancel: Cancel | undefined;
  #running: Promise<void> | undefined;
  #failure: string | undefined;
  #started = false;
  #closed = false;

  constructor(options: DueChangesOptions) {
    this.#options = options;
  }

  /** Begins, with what is due already. Before that, what changes would be made on is not there yet. */
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
    const delay = await this.#run();
    this.#running = undefined;
    this.reschedule(delay);
  }

  /** Never rejects. @returns how long to wait before the next look, at least */
  async #run(): Promise<number> {
    const { works, lease, time, logger } = this.#options;
    if (time.reliedUpon === 0) await time.ask().catch(() => {}); // asked again where something is due
    try {
      for (const work of works) {
        while (!this.#closed && this.#isDue(work)) {
          const leased = lease();
          if (!(isPromise(leased) ? await leased : leased)) return (LEASE_MS / 3) * (0.8 + 0.4 * Math.random());
          await this.#make(work, time.isOwn ? time.now() : await time.ask());
        }
      }
      this.#failure = undefined;
      return 0;
    } catch (error) {
      const failure = messageOf(error);
      if (failure !== this.#failure)
        logger.error(`Changes that are due could not be made yet, trying again: ${failure}`);
      this.#failure = failure;
      return RETRY_MS;
    }
  }

  /** What stays due is tried again later, not at once: another try would end no better, and each may write to the log. */
  async #make(work: DueWork, now: number): Promise<void> {
    const next = work.nextDue();
    if (next === undefined || next > now) return;
    const first = work.firstDue();
    await work.runDue(now);
    if (work.firstDue() !== first) {
      this.#stuckUntil.delete(work);
      return;
    }
    const { clock, logger } = this.#options;
    if (!this.#stuckUntil.has(work)) {
      logger.error(
        `What is due since ${new Date(next).toISOString()} stays due though it was made: look for documents of the store ` +
          `that are not what their names say. Trying again every ${RETRY_MS / 1000} s.`,
      );
    }
    this.#stuckUntil.set(work, clock.now() + RETRY_MS);
  }

  #isDue(work: DueWork): boolean {
    return (work.nextDue() ?? Infinity) <= this.#options.time.now() && this.#stuckFor(work) === 0;
  }

  #stuckFor(work: DueWork): number {
    const left = (this.#stuckUntil.get(work) ?? -Infinity) - this.#options.clock.now();
    return Math.min(Math.max(0, left), RETRY_MS);
  }

  /** Until the next look, by the clock of this instance; `undefined` when there is nothing to look for. */
  #wait(): number | undefined {
    const { works, time } = this.#options;
    const waits = works.flatMap((work) => {
      const next = work.nextDue();
      return next === undefined ? [] : [Math.max(next - time.now(), this.#stuckFor(work))];
    });
    if (waits.length === 0) return time.isUnknown ? 0 : undefined;
    return Math.min(...waits, time.reliedUpon);
  }
}
