import { topicLogger } from '../topic-logger.js';
import type { AuditVerifier } from '../../store/audit/audit-verifier.js';
import type { FlagLogger } from '../flag-logger.js';
import type { BootstrapFile } from './bootstrap-file.js';
import { findDataLoss, type StoreDataLoss } from './store-data-loss.js';
import { lostChanges } from './lost-changes.js';
import { readStore } from './read-store.js';
import type { ReplicaContent } from './replica-content.js';
import type { ReplicaHealth } from './replica-health.js';
import { ReplicaState } from './replica-state.js';
import type { StoreCalls } from './store-calls.js';

export interface FullReadOptions {
  readonly calls: StoreCalls;
  readonly content: ReplicaContent;
  readonly health: ReplicaHealth;
  readonly verifier: AuditVerifier;
  readonly bootstrap: BootstrapFile | undefined;
  readonly logger: FlagLogger;
}

/** Reads a whole store, and decides whether to take over its content or to keep the state of this instance. */
export class FullRead {
  readonly #options: FullReadOptions;

  constructor(options: FullReadOptions) {
    this.#options = options;
  }

  /**
   * Takes over the content of the store, unless the store has lost changes that this instance or its bootstrap file
   * holds.
   *
   * @param isForked whether the store has a different entry at the position of this instance
   * @returns the data loss, if there is one
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError}
   */
  async run(isForked: boolean): Promise<StoreDataLoss | undefined> {
    const { calls, content, health, verifier, bootstrap } = this.#options;
    const stored = await readStore(calls.ask, calls.name, verifier);
    const { position } = stored.content;
    const { last } = stored;
    const copy = health.hasRead ? undefined : await bootstrap?.read({ isOptional: true });
    const before = copy ?? content.copy();
    const known = { history: before.history, version: before.position.version };
    const dataLoss = await findDataLoss(calls.ask, known, position, last);
    if (dataLoss !== undefined) {
      if (copy !== undefined) content.replaceByCopy(copy);
      return dataLoss;
    }
    const state = copy === undefined ? content.state : ReplicaState.empty().replacedBy(copy.documents);
    content.replaceBy(stored);
    const wentBack = isForked || position.version < known.version || last?.history !== known.history;
    if (known.version > 0 && wentBack) this.#warnOfLoss(state, known.version, position.version);
    return undefined;
  }

  #warnOfLoss(before: ReplicaState, from: number, to: number): void {
    const { calls, content, logger } = this.#options;
    const lost = lostChanges(before, content.state);
    topicLogger(logger, 'store-rolled-back').warn(
      to < from
        ? `Flag store "${calls.name}" went back from version ${from} to ${to}: it has lost changes, and this instance ` +
            `reverts them as well: ${lost}.`
        : `Flag store "${calls.name}" went back and then on to version ${to}: this instance reverts the changes that the ` +
            `store has lost. The state differs from the previous one: ${lost}.`,
    );
  }
}
