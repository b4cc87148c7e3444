import type { AuditFilter, AuditPage } from '../store/audit-entry.js';
import type { AuditVerification } from '../store/audit/audit-problem.js';
import type { AuditLog } from './audit/audit-log.js';
import { originOf, originOptions, type ChangeOrigin } from './changes/change-origin.js';
import type { ManagerLifecycle } from './manager-lifecycle.js';
import { acceptStore, restoreStore, type StoreRestoration } from './replica/store-restoration.js';
import type { StoreReplica } from './replica/store-replica.js';

export interface StoreOperationsOptions {
  readonly audit: AuditLog;
  readonly replica: StoreReplica;
  readonly lifecycle: Pick<ManagerLifecycle, 'assertRunning'>;
}

/** The record of all changes, and what an operator does about a store that has lost what it held. */
export class StoreOperations {
  readonly #options: StoreOperationsOptions;

  constructor(options: StoreOperationsOptions) {
    this.#options = options;
  }

  /** The record of all changes, newest first, page by page. */
  getAuditLog(filter?: AuditFilter): Promise<AuditPage> {
    return this.#options.audit.list(filter);
  }

  /**
   * The record of all changes as JSON lines, oldest first, as far back as the store keeps it.
   *
   * @example for await (const line of flags.exportAuditLog()) file.write(line);
   */
  exportAuditLog(filter?: Omit<AuditFilter, 'limit'>): AsyncGenerator<string, void, undefined> {
    return this.#options.audit.lines(filter);
  }

  /**
   * Verifies the audit log as far back as the store keeps it, and that it has led to what the store holds; of a
   * `FileStore`, the bytes of `audit.jsonl`, `head.json` and `state.json` on the disk. Reads piece by piece, and lets
   * requests be answered in between. A problem that it finds is also shown in `status()`, until it finds none.
   *
   * @returns the first problem, if there is one
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the store cannot be read
   * @throws {StoreFailedError} (`STORE_FAILED`) when the query of a store of your own throws it
   */
  verifyAuditLog(): Promise<AuditVerification> {
    return this.#options.replica.verify();
  }

  /**
   * Writes what this instance knows to a store that has lost it, as audited changes; see `status()` for whether it has.
   * Only what is missing is written: what the store holds in another form is newer, and stays. Afterwards all
   * instances follow the store again. It is safe to call on several instances at once, and again after an interruption.
   *
   * @throws {NothingToRestoreError} (`NOTHING_TO_RESTORE`) when the store has not lost anything
   * @throws {InvalidOptionsError}, {@link NotRunningError}, {@link StoreUnavailableError}, {@link StoreFailedError}
   */
  async restoreStore(given: ChangeOrigin = {}): Promise<StoreRestoration> {
    const origin = originOf(originOptions.read(given));
    this.#options.lifecycle.assertRunning();
    return await this.#options.replica.decide(restoreStore, origin);
  }

  /**
   * Accepts the loss when the store has lost what this instance knows: every instance takes over what the store holds now,
   * and earlier flags, overrides and kill switches are gone. The decision is audited.
   *
   * @throws {NothingToRestoreError} (`NOTHING_TO_RESTORE`) when the store has not lost anything
   * @throws {InvalidOptionsError}, {@link NotRunningError}, {@link StoreUnavailableError}, {@link StoreFailedError}
   */
  async acceptStore(given: ChangeOrigin = {}): Promise<void> {
    const origin = originOf(originOptions.read(given));
    this.#options.lifecycle.assertRunning();
    await this.#options.replica.decide(acceptStore, origin);
  }
}
