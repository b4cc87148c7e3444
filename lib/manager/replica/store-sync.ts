import { shortenedDelay } from '../../internal/retry-delays.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { StoreListener, StorePosition } from '../../store/flag-store.js';
import type { Cancel, Clock } from '../clock.js';
import type { CatchUp } from './catch-up.js';
import type { LogHints } from './log-hints.js';
import type { ReceivedChanges } from './received-changes.js';
import type { ReplicaContent } from './replica-content.js';
import type { ReplicaHealth } from './replica-health.js';
import type { StoreAnnouncements } from './store-announcements.js';
import type { StoreCalls } from './store-calls.js';

export interface StoreSyncOptions {
  readonly calls: StoreCalls;
  readonly content: ReplicaContent;
  readonly health: ReplicaHealth;
  readonly received: ReceivedChanges;
  readonly hints: LogHints;
  readonly catchUp: CatchUp;
  readonly announcements: StoreAnnouncements;
  readonly clock: Clock;
  /**
   * How often the store is polled for changes that were not announced, in milliseconds; `undefined` if every change is
   * announced reliably.
   */
  readonly poll: number | undefined;
}

const RETRY_MS = 500;

/**
 * Keeps an instance up to date with its store: it receives announced changes, catches up if some were missed, polls,
 * and retries while the store is unavailable. Only one read runs at a time.
 */
export class StoreSync {
  readonly #options: StoreSyncOptions;
  #reading: Promise<void> | undefined;
  #unwatch: (() => void | Promise<void>) | undefined;
  #cancel: Cancel | undefined;
  /** The announcements of appends that are pending, by the id of the last entry; `undefined` before they are received. */
  readonly #appending = new Map<string, StorePosition | undefined>();
  #closed = false;

  constructor(options: StoreSyncOptions) {
    this.#options = options;
  }

  /**
   * Reads the store, or the entries added since the last read; resolves when everything that was stored at the time of
   * the call has been read. A failed read is retried.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError}
   */
  async run(): Promise<void> {
    const joined = this.#reading;
    if (joined !== undefined) await joined.catch(() => {}); // it may have begun before the change that the caller expects
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  /**
   * Holds back the announcement of entries that this instance appends: it may arrive before the answer, and would cause a
   * read of what the answer puts in force.
   *
   * @returns a function that must be called once the append has settled
   */
  appending(entries: readonly AuditEntry[]): () => void {
    const id = entries.at(-1)?.id ?? '';
    this.#appending.set(id, undefined);
    return () => {
      const announced = this.#appending.get(id);
      this.#appending.delete(id);
      if (announced !== undefined) this.#receiveHint(announced);
    };
  }

  /** Applies entries that this instance has appended. */
  appended(entries: readonly AuditEntry[], after: StorePosition): void {
    if (!this.#options.content.apply(entries, after)) this.#receiveHint(undefined);
  }

  /** Marks the store as unavailable until a read succeeds, and retries soon. */
  fail(error: unknown): never {
    if (this.#closed) throw error;
    this.#options.health.markUnavailable(error);
    this.#runIn(RETRY_MS);
    throw error;
  }

  /** Stops all further reads. */
  stop(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#options.hints.close();
  }

  /** Ends the watch and closes the store. */
  async close(): Promise<void> {
    this.stop();
    await this.#options.calls.close(this.#unwatch);
  }

  async #read(): Promise<void> {
    if (this.#closed) return;
    this.#cancel?.();
    const { catchUp, announcements, poll } = this.#options;
    try {
      await this.#watch();
      if (!(await catchUp.run())) this.#receiveHint(undefined);
      this.#markRead();
      const next = announcements.interruption === undefined ? poll : RETRY_MS;
      if (next !== undefined) this.#runIn(next);
    } catch (error) {
      if (!this.#closed) this.fail(error);
    }
  }

  /**
   * Updates the state of the store after a successful read, which ends neither a data loss nor the outage of an
   * interrupted watch.
   */
  #markRead(): void {
    const { catchUp, health, announcements } = this.#options;
    const { interruption } = announcements;
    if (catchUp.dataLoss !== undefined) health.markDataLost(catchUp.dataLoss);
    else if (interruption === undefined) health.markAvailable();
    else health.markUnavailable(interruption.error);
  }

  /** Starts the watch before anything is read, so that no change is missed in between. */
  async #watch(): Promise<void> {
    if (this.#unwatch !== undefined) return;
    const unwatch = await this.#options.calls.watch(this.#listener);
    if (this.#closed) await unwatch?.();
    else this.#unwatch = unwatch;
  }

  readonly #listener: StoreListener = {
    changed: (entries, after) => {
      const { received, health } = this.#options;
      if (!received.isHoldingBack && (this.#closed || !health.hasRead)) return; // the next read includes them
      if (!received.take(entries, after)) this.#receiveHint(undefined);
    },
    announced: (position) => {
      const { received, health } = this.#options;
      if (position !== undefined && this.#appending.has(position.id)) this.#appending.set(position.id, position);
      else if (received.isHoldingBack || health.hasRead) this.#receiveHint(position);
    },
    lost: (error) => {
      this.#options.announcements.markInterrupted(error);
      this.#options.health.markUnavailable(error);
      this.#runIn(RETRY_MS); // polls more often until the watch resumes
    },
    unannounced: (reason) => {
      this.#options.announcements.markAbsent(reason);
      if (this.#unwatch !== undefined) this.#runIn(0); // else the read that has started the watch follows
    },
    resumed: () => {
      this.#options.announcements.markPresent();
      this.#runIn(0);
    },
  };

  #receiveHint(position: StorePosition | undefined): void {
    this.#options.hints.receive(position, () => this.run());
  }

  /** Schedules a read, up to 20% early so that instances do not read at the same time; immediately for 0. */
  #runIn(delay: number): void {
    this.#cancel?.();
    if (this.#closed) return;
    const run = () => void this.run().catch(() => {}); // a failure is shown in the health and retried
    if (delay === 0) run();
    else this.#cancel = this.#options.clock.schedule(run, shortenedDelay(delay));
  }
}
