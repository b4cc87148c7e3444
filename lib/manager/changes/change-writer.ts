import { SerialQueue } from '../../internal/serial-queue.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { Clock } from '../clock.js';
import type { StoreReplica } from '../replica/store-replica.js';
import type { ChangePlan } from './change.js';
import { Commit } from './commit.js';
import { CommitRun } from './commit-run.js';

export interface ChangeWriterOptions {
  readonly replica: StoreReplica;
  readonly clock: Pick<Clock, 'now'>;
  /** The time limit of one change, in milliseconds. */
  readonly timeout: number;
}

/**
 * The single path of all changes of this instance. Each change is planned, based on the state in force, and appended to
 * the store's log, on condition that no other instance has appended in the meantime. Otherwise, this instance catches
 * up and plans the change again. If the store does not respond, its log shows later whether the change was stored, so
 * that no change is made twice.
 *
 * A change that requires no waiting is guaranteed to be complete when the call returns: with a synchronous store, such
 * as a `MemoryStore`, a synchronous plan, and no other change in progress.
 */
export class ChangeWriter {
  readonly #queue = new SerialQueue();
  readonly #options: ChangeWriterOptions;
  /** The change in progress. */
  #commit: Commit | undefined;

  constructor(options: ChangeWriterOptions) {
    this.#options = options;
  }

  /**
   * Makes the change that `plan` returns. `plan` is called again if another instance was faster, and if it found
   * nothing to do or threw while the state here may be outdated, because its caller may already have seen a newer
   * state.
   *
   * @returns the audit entries of the change
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the store is unavailable. Nothing was changed, unless
   *   the error states that it is unknown whether the change was stored; such a change takes effect everywhere if the
   *   store has stored it and is available again
   * @throws the `failure` of the change, after its other parts are recorded
   */
  commit(plan: ChangePlan): Promise<readonly AuditEntry[]> {
    const { replica, timeout } = this.#options;
    const asked = performance.now();
    return this.#queue.run(async () => {
      // With an available local store, the time limit starts when the change is next, however many wait. Otherwise
      // it includes the wait.
      const isPrompt = replica.isLocal && replica.health.isCurrent;
      const deadline = (isPrompt ? performance.now() : asked) + timeout;
      const commit = new Commit();
      this.#commit = commit;
      try {
        const entries = await new CommitRun({ ...this.#options, commit, plan, deadline }).run();
        if (commit.failure !== undefined) throw commit.failure;
        return entries;
      } finally {
        this.#commit = undefined;
      }
    });
  }

  /**
   * Receives an entry of the log. The first entry of a change of this instance applies the parts of the change that are
   * not stored in the store.
   *
   * @returns whether this instance made the change
   */
  confirm(entry: AuditEntry): boolean {
    return this.#commit?.confirm(entry) ?? false;
  }

  /** Resolves when all changes in progress have ended. */
  async idle(): Promise<void> {
    await this.#queue.idle();
  }
}
