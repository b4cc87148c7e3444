import { setMaxListeners } from 'node:events';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { MissingPackageError } from '../../internal/missing-package.error.js';
import { messageOf } from '../../internal/message-of.js';
import { withTimeout } from '../../internal/with-timeout.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { FlagStore, StoreListener, StorePosition } from '../../store/flag-store.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import { isPromise } from '../../internal/is-promise.js';

/** Asks a store, bounded in time. */
export type AskStore = <T>(question: (store: FlagStore) => T | Promise<T>) => Promise<T>;

/** A store, every call of which is bounded in time and fails with an error of this package. */
export class StoreCalls {
  readonly #store: FlagStore;
  readonly #timeout: number;
  readonly #closing = new AbortController();

  /** @param timeout of one call, in milliseconds */
  constructor(store: FlagStore, timeout: number) {
    this.#store = store;
    this.#timeout = timeout;
    setMaxListeners(0, this.#closing.signal); // one for each call that waits
  }

  get name(): string {
    return this.#store.name;
  }

  /**
   * Asks the store, bounded in time.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError}
   * @throws {InvalidOptionsError}, {@link MissingPackageError} when the store was set up in a way that cannot work
   */
  readonly ask: AskStore = (question) => {
    const { signal } = this.#closing;
    return this.#bounded(() => question(this.#store), signal.aborted ? undefined : signal);
  };

  /**
   * Answers at once where the store does; throws like {@link ask}.
   *
   * @param sending is aborted when the answer is not waited for any longer
   */
  append(
    entries: readonly AuditEntry[],
    last: StorePosition,
    sending = new AbortController(),
  ): boolean | Promise<boolean> {
    try {
      const stored = this.#store.append(entries, last, sending.signal);
      return isPromise(stored) ? this.#answerOf(stored, sending) : stored;
    } catch (error) {
      throw this.#errorOf(error);
    }
  }

  async #answerOf(stored: Promise<boolean>, sending: AbortController): Promise<boolean> {
    try {
      return await this.ask(() => stored);
    } catch (error) {
      sending.abort(error);
      throw error;
    }
  }

  /** What ends the watch; `undefined` where the store cannot be watched. Throws like {@link ask}. */
  async watch(listener: StoreListener): Promise<(() => void | Promise<void>) | undefined> {
    const started = (async () => await this.#store.watch?.(listener))();
    try {
      return await this.ask(() => started);
    } catch (error) {
      started.then((unwatch) => unwatch?.()).catch(() => {}); // it started too late: stop it; its failure is told below
      throw error;
    }
  }

  /**
   * Ends the watch and closes the store: both are tried, whatever the other does. What is still being asked is waited for
   * no longer: a store that hangs keeps no process alive.
   */
  async close(unwatch: (() => void | Promise<void>) | undefined): Promise<void> {
    this.#closing.abort(new StoreUnavailableError(this.name, 'it was closed'));
    try {
      await this.#bounded(() => unwatch?.());
    } finally {
      await this.#bounded(() => this.#store.close?.());
    }
  }

  #errorOf(cause: unknown): Error {
    if (OWN_ERRORS.some((OwnError) => cause instanceof OwnError)) return cause as Error;
    return new StoreUnavailableError(this.name, messageOf(cause), { cause });
  }

  async #bounded<T>(work: () => T | Promise<T>, signal?: AbortSignal): Promise<T> {
    const late = () => new StoreUnavailableError(this.name, `it did not answer within ${this.#timeout} ms`);
    try {
      return await withTimeout(work, this.#timeout, late, signal);
    } catch (error) {
      throw this.#errorOf(error);
    }
  }
}

/** All else that a store throws is taken for an outage: it is tried again. */
const OWN_ERRORS = [StoreUnavailableError, StoreFailedError, InvalidOptionsError, MissingPackageError] as const;
