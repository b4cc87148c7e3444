import { FeatureFlagsError, FlagErrorCode } from '../engine/flag.errors.js';

/** The store could not be reached, or did not answer in time; `cause` says why. */
export class StoreUnavailableError extends FeatureFlagsError {
  readonly code = FlagErrorCode.StoreUnavailable;

  constructor(
    readonly store: string,
    /** The message without the store. */
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`Flag store "${store}" is not available: ${detail}`, options);
  }
}

/** What the store holds cannot be used as it is: somebody has to mend it. */
export class StoreFailedError extends FeatureFlagsError {
  readonly code = FlagErrorCode.StoreFailed;

  constructor(
    readonly store: string,
    /** The message without the store. */
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`Flag store "${store}" failed: ${detail}`, options);
  }
}
