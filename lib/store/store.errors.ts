import { FeatureFlagsError, FlagErrorCode } from '../internal/feature-flags.error.js';

export interface StoreUnavailableOptions extends ErrorOptions {
  /** @default false */
  readonly isRefusal?: boolean | undefined;
  /** @default false */
  readonly isPassing?: boolean | undefined;
}

/** The store could not be reached, did not answer in time, or refuses what it is asked; `cause` says why. */
export class StoreUnavailableError extends FeatureFlagsError {
  readonly code = FlagErrorCode.StoreUnavailable;
  /** Whether the store has answered that it will not: for sure, nothing was changed. */
  readonly isRefusal: boolean;
  /** Of a refusal: whether it will soon be over by itself, as while the store is starting. */
  readonly isPassing: boolean;

  constructor(
    readonly store: string,
    /** The message without the store. */
    readonly detail: string,
    { isRefusal = false, isPassing = false, ...options }: StoreUnavailableOptions = {},
  ) {
    super(`Flag store "${store}" is not available: ${detail}`, options);
    this.isRefusal = isRefusal;
    this.isPassing = isPassing;
  }

  /** Whether it is a refusal that another attempt would not change. */
  get isLasting(): boolean {
    return this.isRefusal && !this.isPassing;
  }
}

/** What the store holds cannot be used as it is: an operator has to fix it. */
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

/** The store has lost changes that this instance has read. Nothing was changed. */
export class StoreDataLossError extends FeatureFlagsError {
  readonly code = FlagErrorCode.StoreDataLoss;

  constructor(
    readonly store: string,
    /** What was found there, and what to do. */
    readonly detail: string,
  ) {
    super(`Flag store "${store}" accepts no changes from this instance: ${detail}`);
  }
}

/** The store has not lost any change that this instance has read, so there is nothing to restore or to accept. */
export class NothingToRestoreError extends FeatureFlagsError {
  readonly code = FlagErrorCode.NothingToRestore;

  constructor(readonly store: string) {
    super(
      `Flag store "${store}" has not lost any change that this instance has read: nothing was changed. Call this only while ` +
        '"status()" reports that the store has lost its data.',
    );
  }
}
