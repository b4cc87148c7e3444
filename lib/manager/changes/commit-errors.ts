import { StoreDataLossError, StoreUnavailableError } from '../../store/store.errors.js';
import type { StoreReplica } from '../replica/store-replica.js';

/** The errors of a commit. Each one states whether it is certain that nothing was changed. */
export class CommitErrors {
  readonly #replica: StoreReplica;
  readonly #timeout: number;

  /** @param timeout the time limit of a change, in milliseconds */
  constructor(replica: StoreReplica, timeout: number) {
    this.#replica = replica;
    this.#timeout = timeout;
  }

  /** One step exceeded the time limit of the change. */
  expired(): StoreUnavailableError {
    return this.#unavailable(`the change was not made within ${this.#timeout} ms`);
  }

  /** Returns the error for a change that was not stored within the time limit. */
  overtaken(): StoreUnavailableError {
    const why = this.#replica.isLocal ? 'changes before this one were not stored' : 'other changes were faster';
    return this.#unavailable(
      `${why} for ${this.#timeout} ms: nothing was changed. Try again, or allow more time with "storeTimeout".`,
    );
  }

  /** Returns the error for a change that the store has rejected. */
  refused(cause: StoreUnavailableError): StoreUnavailableError {
    const { detail, isRefusal, isTemporary } = cause;
    return this.#unavailable(`nothing was changed: ${detail}`, { cause, isRefusal, isTemporary });
  }

  /**
   * Returns the error for a change whose outcome is unknown.
   *
   * @param cause the failure before the last attempt, or of that attempt
   */
  inDoubt(cause?: StoreUnavailableError): StoreUnavailableError {
    const advice = 'Look for it once the store is available again, before you repeat it.';
    const before = cause?.isRefusal ? ` An earlier attempt was rejected: ${cause.detail}` : '';
    return this.#unavailable(`it is unknown whether the change was stored. ${advice}${before}`, { cause });
  }

  /**
   * Returns the error for a store that has lost its data: a change would begin a new history without the state in force
   * here.
   */
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
