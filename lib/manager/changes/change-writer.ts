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
  /** How long one change may take, in milliseconds. */
  readonly timeout: number;
}

/**
 * The one path of every change of this instance, one after another: planned on what is in force, and appended to the
 * store's log on the condition that nobody was faster. Whoever was too slow catches up and plans again. When the store does
 * not answer, its log tells later whether it has stored the change: a change is never made twice.
 *
 * Guaranteed: a change for which nothing has to be waited for is made before the call returns. That is so with a store that
 * answers at once, such as a `MemoryStore`, a plan that is no promise, and no other change under way.
 */
export class ChangeWriter {
  readonly #queue = new SerialQueue();
  readonly #options: ChangeWriterOptions;
  /** The change under way. */
  #commit: Commit | undefined;

  constructor(options: ChangeWriterOptions) {
    this.#options = options;
  }

  /**
   * Makes the change that `plan` describes. `plan` is asked again when another instance was faster; also when it finds
   * nothing to do, or refuses, on what may be outdated here: its caller may have seen what is still on its way.
   *
   * @returns the audit entries of the change
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the store is unavailable. Unless the error says that it is
   *   unknown whether the change was stored, nothing was changed; a change that was stored all the same comes into force
   *   everywhere when the store is available again
   * @throws the `failure` of the change, after the rest is recorded
   */
  commit(plan: ChangePlan): Promise<readonly AuditEntry[]> {
    const { replica, timeout } = this.#options;
    const asked = performance.now();
    return this.#queue.run(async () => {
      // A local store that works gets to every change, however many wait. Otherwise nobody waits longer than that in all.
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
   * Takes an entry that was found in the log. The first one of a change of this instance puts in force what the store does
   * not hold.
   *
   * @returns whether this instance made it
   */
  confirm(entry: AuditEntry): boolean {
    return this.#commit?.confirm(entry) ?? false;
  }

  /** Resolves when the changes under way have ended. */
  async idle(): Promise<void> {
    await this.#queue.idle();
  }
}
