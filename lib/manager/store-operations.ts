import type { AuditFilter, AuditPage } from '../store/audit-entry.js';
import type { AuditVerification } from '../store/audit/audit-problem.js';
import type { AuditLog } from './audit/audit-log.js';
import { originOf, originOptions, type ChangeOrigin } from './changes/change-origin.js';
import type { RequestActor } from './changes/request-actor.js';
import type { ManagerLifecycle } from './manager-lifecycle.js';
import { acceptStore, restoreStore, type StoreRestoration } from './replica/store-restoration.js';
import type { StoreReplica } from './replica/store-replica.js';

export interface StoreOperationsOptions {
  readonly audit: AuditLog;
  readonly replica: StoreReplica;
  readonly lifecycle: Pick<ManagerLifecycle, 'assertRunning'>;
  readonly actor: RequestActor;
}

/** Reads and verifies the audit log, and resolves the loss of a store's data. */
export class StoreOperations {
  readonly #options: StoreOperationsOptions;

  constructor(options: StoreOperationsOptions) {
    this.#options = options;
  }

  /** One page of the audit log, newest entries first. */
  getAuditLog(filter?: AuditFilter): Promise<AuditPage> {
    return this.#options.audit.list(filter);
  }

  /**
   * The audit log as JSON lines, oldest entries first, as far back as the store has it.
   *
   * @example for await (const line of flags.exportAuditLog()) file.write(line);
   */
  exportAuditLog(filter?: Omit<AuditFilter, 'limit'>): AsyncGenerator<string, void, undefined> {
    return this.#options.audit.lines(filter);
  }

  /**
   * Verifies the audit log, as far back as the store has it, and that it led to the current content of the store; for a
   * `FileStore`, it verifies the bytes of `audit.jsonl`, `head.json` and `state.json` on disk. It works in small steps,
   * so that requests are served in between. A problem is also shown in `status()`, until a later verification finds
   * none.
   *
   * @returns the first problem, if there is one
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the store cannot be read
   * @throws {StoreFailedError} (`STORE_FAILED`) when the `query` method of a custom store throws it
   */
  verifyAuditLog(): Promise<AuditVerification> {
    return this.#options.replica.verify();
  }

  /**
   * Writes the state of this instance to a store that has lost its data (see `status()`), as audited changes. Only
   * missing documents are written: other versions in the store are newer, and are kept. Afterwards, all instances
   * follow the store again. It is safe to call this on several instances concurrently, and again after an interruption.
   *
   * @throws {NothingToRestoreError} (`NOTHING_TO_RESTORE`) when the store has not lost anything
   * @throws {InvalidOptionsError}, {@link NotRunningError}, {@link StoreUnavailableError}, {@link StoreFailedError}
   */
  async restoreStore(given: ChangeOrigin = {}): Promise<StoreRestoration> {
    const origin = originOf(this.#options.actor.complete(originOptions.read(given)));
    this.#options.lifecycle.assertRunning();
    return await this.#options.replica.decide(restoreStore, origin);
  }

  /**
   * Accepts that the store has lost its data: every instance takes over the current content of the store, and earlier
   * flags, overrides and kill switches are gone. The decision is audited.
   *
   * @throws {NothingToRestoreError} (`NOTHING_TO_RESTORE`) when the store has not lost anything
   * @throws {InvalidOptionsError}, {@link NotRunningError}, {@link StoreUnavailableError}, {@link StoreFailedError}
   */
  async acceptStore(given: ChangeOrigin = {}): Promise<void> {
    const origin = originOf(this.#options.actor.complete(originOptions.read(given)));
    this.#options.lifecycle.assertRunning();
    await this.#options.replica.decide(acceptStore, origin);
  }
}
