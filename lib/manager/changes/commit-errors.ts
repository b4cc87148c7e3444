import { StoreDataLossError, StoreUnavailableError } from '../../store/store.errors.js';
import type { StoreReplica } from '../replica/store-replica.js';

/** How a commit fails. Each error says whether it is known that nothing was changed. */
export class CommitErrors {
  readonly #replica: StoreReplica;
  readonly #timeout: number;

  /** @param timeout how long a change may take, in milliseconds */
  constructor(replica: StoreReplica, timeout: number) {
    this.#replica = replica;
    this.#timeout = timeout;
  }

  /** One step took longer than the change may take in all. */
  expired(): StoreUnavailableError {
    return this.#unavailable(`the change was not made within ${this.#timeout} ms`);
  }

  /** The time was over before the change was stored. */
  outrun(): StoreUnavailableError {
    const why = this.#replica.isLocal ? 'changes before this one were not stored' : 'other changes were faster';
    return this.#unavailable(
      `${why} for ${this.#timeout} ms: nothing was changed. Try again, or allow more time with "storeTimeout".`,
    );
  }

  /** The store says that it does not take the change. */
  refused(cause: StoreUnavailableError): StoreUnavailableError {
    const { detail, isRefusal, isPassing } = cause;
    return this.#unavailable(`nothing was changed: ${detail}`, { cause, isRefusal, isPassing });
  }

  /** The outcome is unknown. */
  inDoubt(cause?: StoreUnavailableError): StoreUnavailableError {
    return this.#unavailable(
      'it is unknown whether the change was stored. Look for it once the store is available again, before you repeat it.',
      { cause },
    );
  }

  /** The store has lost its history: a change would begin another one, without what is in force here. */
  dataLoss(detail: string): StoreDataLossError {
    return new StoreDataLossError(this.#replica.health.name, detail);
  }

  #unavailable(
    detail: string,
    options?: ConstructorParameters<typeof StoreUnavailableError>[2],
  ): StoreUnavailableError {
    return new StoreUnavailableError(this.#replica.health.name, detail, options);
  }
}
