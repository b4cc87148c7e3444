import { SerialQueue } from '../../providers/serial-queue.js';
import type { AuditEntry } from '../audit/audit-entry.js';
import type { AuditLog, AuditRecord } from '../audit/audit-log.js';
import type { ChangeStream } from './change-stream.js';
import { messageOf } from '../../providers/provider.errors.js';
import type { FlagLogger } from '../flag-logger.js';
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
  readonly #logger: FlagLogger;

  constructor(audit: AuditLog, stream: ChangeStream, logger: FlagLogger) {
    this.#logger = logger;
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
      const safe = this.#makeSafe(change, entries);
      if (isPromise(safe)) await safe;
      change.apply();
      this.#stream.emit(entries);
      return entries;
    });
  }

  /** Resolves when the changes under way have ended. */
  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  /** Stores and audits; takes back what was stored when either fails. A promise only where a store returns one. */
  #makeSafe(change: Change, entries: readonly AuditEntry[]): void | Promise<void> {
    const takeBack = async (error: unknown): Promise<never> => {
      try {
        await change.revert?.();
      } catch (cause) {
        this.#logger.error(`A change that failed could not be taken back in its store: ${messageOf(cause)}`);
      }
      throw error;
    };
    try {
      const persisted = change.persist?.(entries.at(-1));
      if (isPromise(persisted))
        return Promise.resolve(persisted)
          .then(() => this.#audit.append(entries))
          .catch(takeBack);
      const appended = this.#audit.append(entries);
      return isPromise(appended) ? appended.catch(takeBack) : undefined;
    } catch (error) {
      return takeBack(error);
    }
  }
}
