import { SerialQueue } from '../../providers/serial-queue.js';
import type { AuditEntry } from '../audit/audit-entry.js';
import type { AuditLog, AuditRecord } from '../audit/audit-log.js';
import type { ChangeStream } from './change-stream.js';
import { isPromise } from '../is-promise.js';

/** One change, planned while no other is under way. */
export interface Change {
  /** What happened, flag by flag. */
  readonly records: readonly AuditRecord[];
  /** Makes the change safe; gets the last of its audit entries. Throwing refuses the change. */
  readonly persist?: ((entry: AuditEntry | undefined) => void | PromiseLike<unknown>) | undefined;
  /** Takes back what `persist` did, when the change cannot be audited. */
  readonly revert?: (() => void | PromiseLike<unknown>) | undefined;
  /** Puts the change in force. Cannot fail. */
  readonly apply: () => void;
}

/**
 * The one path of every change: one after another, each made safe, audited, put in force and announced, in this order.
 * A change that cannot be audited is taken back. Where both stores answer at once, so does the change.
 */
export class ChangeWriter {
  readonly #queue = new SerialQueue();
  readonly #audit: AuditLog;
  readonly #stream: ChangeStream;

  constructor(audit: AuditLog, stream: ChangeStream) {
    this.#audit = audit;
    this.#stream = stream;
  }

  /**
   * Makes the change that `plan` describes; `undefined` when there is nothing to do.
   *
   * @returns the audit entries of the change
   */
  commit(plan: () => Change | undefined | Promise<Change | undefined>): Promise<readonly AuditEntry[]> {
    return this.#queue.run(async () => {
      const planned = plan();
      const change = isPromise(planned) ? await planned : planned;
      if (change === undefined) return [];
      const entries = this.#audit.draft(change.records);
      const persisted = change.persist?.(entries.at(-1));
      if (isPromise(persisted)) await persisted;
      const audited = this.#append(entries, change);
      if (isPromise(audited)) await audited;
      change.apply();
      this.#stream.emit(entries);
      return entries;
    });
  }

  /** Resolves when the changes under way have ended. */
  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  #append(entries: readonly AuditEntry[], change: Change): void | Promise<void> {
    const takeBack = async (error: unknown): Promise<never> => {
      await change.revert?.();
      throw error;
    };
    try {
      const appended = this.#audit.append(entries);
      return isPromise(appended) ? appended.catch(takeBack) : undefined;
    } catch (error) {
      return takeBack(error);
    }
  }
}
