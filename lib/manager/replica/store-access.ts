import { isPromise } from '../../internal/is-promise.js';
import type { AuditEntry, AuditQuery } from '../../store/audit-entry.js';
import type { FlagStore } from '../../store/flag-store.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import type { ReplicaContent } from './replica-content.js';
import type { ReplicaHealth } from './replica-health.js';
import type { StoreCalls } from './store-calls.js';
import type { StoreSync } from './store-sync.js';

export interface StoreAccessOptions {
  readonly calls: StoreCalls;
  readonly content: ReplicaContent;
  readonly health: ReplicaHealth;
  readonly sync: StoreSync;
}

/** Calls of the store whose outcome is reflected in its health. */
export class StoreAccess {
  readonly #options: StoreAccessOptions;

  constructor(options: StoreAccessOptions) {
    this.#options = options;
  }

  /**
   * Appends entries that follow the state in force; on success, they are in force here too.
   *
   * @param sending aborted when the call stops waiting for the result
   * @returns `false` if another instance was faster; a promise only if the store returns one
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when it is unknown whether the entries were stored
   */
  append(entries: readonly AuditEntry[], sending = new AbortController()): boolean | Promise<boolean> {
    const { calls, content, health, sync } = this.#options;
    const last = content.position;
    const settle = sync.appending(entries);
    const take = (stored: boolean) => {
      if (stored) {
        health.markAccepting();
        sync.appended(entries, last);
      }
      settle();
      return stored;
    };
    const fail = (error: unknown): never => {
      settle();
      if (!isRefusal(error)) return sync.fail(error);
      health.markRefusing(error);
      throw error;
    };
    try {
      const stored = calls.append(entries, last, sending);
      return isPromise(stored) ? stored.then(take, fail) : take(stored);
    } catch (error) {
      return fail(error);
    }
  }

  /** Calls the store with a timeout; if it does not respond, the store counts as unavailable. */
  async ask<T>(question: (store: FlagStore) => T | Promise<T>): Promise<T> {
    const { calls, sync } = this.#options;
    try {
      return await calls.ask(question);
    } catch (error) {
      if (error instanceof StoreFailedError || isRefusal(error)) throw error; // the store has responded
      return sync.fail(error);
    }
  }

  /** Calls the store with a timeout, for data apart from its log. A failure does not make the store unavailable. */
  async attempt<T>(question: (store: FlagStore) => T | Promise<T>): Promise<T> {
    return await this.#options.calls.ask(question);
  }

  /** Queries the log. A slow or failed query does not make the store unavailable, because a long log may take long. */
  async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    return await this.#options.calls.ask((store) => store.query(query));
  }
}

/** Whether the store has responded and rejected the call. */
function isRefusal(error: unknown): error is StoreUnavailableError {
  return error instanceof StoreUnavailableError && error.isRefusal;
}
