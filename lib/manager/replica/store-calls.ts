import { setMaxListeners } from 'node:events';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { MissingPackageError } from '../../internal/missing-package.error.js';
import { messageOf } from '../../internal/message-of.js';
import { withTimeout } from '../../internal/with-timeout.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { FlagStore, StoreListener, StorePosition } from '../../store/flag-store.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import { isPromise } from '../../internal/is-promise.js';

/** Calls a store with a timeout. */
export type AskStore = <T>(question: (store: FlagStore) => T | Promise<T>) => Promise<T>;

/** A store whose calls have a timeout and fail with errors of this package only. */
export class StoreCalls {
  readonly #store: FlagStore;
  readonly #timeout: number;
  readonly #closing = new AbortController();

  /** @param timeout the timeout of one call, in milliseconds */
  constructor(store: FlagStore, timeout: number) {
    this.#store = store;
    this.#timeout = timeout;
    setMaxListeners(0, this.#closing.signal); // one listener for each pending call
  }

  get name(): string {
    return this.#store.name;
  }

  /**
   * Calls the store with a timeout.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError}
   * @throws {InvalidOptionsError}, {@link MissingPackageError} when the store is misconfigured
   */
  readonly ask: AskStore = (question) => {
    const { signal } = this.#closing;
    return this.#bounded(() => question(this.#store), signal.aborted ? undefined : signal);
  };

  /**
   * Appends entries; synchronous if the store is. Throws the same errors as {@link ask}.
   *
   * @param sending aborted when the call stops waiting for the result
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

  /**
   * Starts watching the store. Returns the function that ends the watch; `undefined` if the store cannot be watched.
   * Throws the same errors as {@link ask}.
   */
  async watch(listener: StoreListener): Promise<(() => void | Promise<void>) | undefined> {
    const started = (async () => await this.#store.watch?.(listener))();
    try {
      return await this.ask(() => started);
    } catch (error) {
      started.then((unwatch) => unwatch?.()).catch(() => {}); // stop it if it starts late; the error is thrown below
      throw error;
    }
  }

  /**
   * Ends the watch and closes the store, even if one of them fails. Pending calls are abandoned, so that a store that
   * hangs does not keep the process alive.
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

/** The errors that are passed on. Any other error of a store counts as an outage, which is retried. */
const OWN_ERRORS = [StoreUnavailableError, StoreFailedError, InvalidOptionsError, MissingPackageError] as const;
