import { messageOf } from '../../providers/provider.errors.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { isPromise } from '../is-promise.js';

/** Changes that are due at a time. */
export interface DueWork {
  /** When the next one is due, in milliseconds since 1970; `undefined` when none is. */
  nextDue(): number | undefined;
  /** Makes all that are due at `now`. Those that another instance has made are passed over. */
  runDue(now: number): Promise<void>;
}

export interface DueChangesOptions {
  readonly works: readonly DueWork[];
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
 * made once, for the log takes it once.
 */
export class DueChanges {
  readonly #options: DueChangesOptions;
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
    const next = this.#nextDue();
    if (next === undefined) return;
    const { clock } = this.#options;
    this.#cancel = clock.schedule(() => this.#begin(), Math.max(delay, next - clock.now()));
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
    const { works, lease, clock, logger } = this.#options;
    try {
      for (const work of works) {
        while (!this.#closed && (work.nextDue() ?? Infinity) <= clock.now()) {
          const leased = lease();
          if (!(isPromise(leased) ? await leased : leased)) return (LEASE_MS / 3) * (0.8 + 0.4 * Math.random());
          await work.runDue(clock.now());
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

  #nextDue(): number | undefined {
    const times = this.#options.works.map((work) => work.nextDue()).filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }
}
