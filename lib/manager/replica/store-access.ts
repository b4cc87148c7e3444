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

/** Calls of the store whose outcome shows in its health. */
export class StoreAccess {
  readonly #options: StoreAccessOptions;

  constructor(options: StoreAccessOptions) {
    this.#options = options;
  }

  /**
   * Adds entries that follow what is in force; on success they are in force here, too.
   *
   * @param sending is aborted when the answer is not waited for any longer
   * @returns `false` when somebody else was faster; a promise only where the store returns one
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when it is not known whether they were stored
   */
  append(entries: readonly AuditEntry[], sending = new AbortController()): boolean | Promise<boolean> {
    const { calls, content, health, sync } = this.#options;
    const last = content.position;
    const take = (stored: boolean) => {
      if (!stored) return false;
      health.markAccepting();
      sync.appended(entries, last);
      return true;
    };
    const fail = (error: unknown): never => {
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

  /** One call of the store, bounded in time; the store counts as unavailable when it does not answer. */
  async ask<T>(question: (store: FlagStore) => T | Promise<T>): Promise<T> {
    const { calls, sync } = this.#options;
    try {
      return await calls.ask(question);
    } catch (error) {
      if (error instanceof StoreFailedError || isRefusal(error)) throw error; // it has answered
      return sync.fail(error);
    }
  }

  /** Entries of the log. What takes long in a long log, or fails, says nothing of the store: it stays available. */
  async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    return await this.#options.calls.ask((store) => store.query(query));
  }
}

/** Whether the store is there and says no. */
function isRefusal(error: unknown): error is StoreUnavailableError {
  return error instanceof StoreUnavailableError && error.isRefusal;
}
