import { FeatureFlagsError, FlagErrorCode } from '../internal/feature-flags.error.js';

export interface StoreUnavailableOptions extends ErrorOptions {
  /** @default false */
  readonly isRefusal?: boolean | undefined;
  /** @default false */
  readonly isTemporary?: boolean | undefined;
}

/** The store could not be reached, did not answer in time, or rejected the request; `cause` is its error. */
export class StoreUnavailableError extends FeatureFlagsError<typeof FlagErrorCode.StoreUnavailable> {
  /** Whether the store rejected the request, so that nothing was changed. */
  readonly isRefusal: boolean;
  /** Whether a refusal is temporary, such as while the store is starting. */
  readonly isTemporary: boolean;

  constructor(
    /** The name of the store. */
    readonly store: string,
    /** The message without the store. */
    readonly detail: string,
    { isRefusal = false, isTemporary = false, ...options }: StoreUnavailableOptions = {},
  ) {
    super(FlagErrorCode.StoreUnavailable, `Flag store "${store}" is not available: ${detail}`, options);
    this.isRefusal = isRefusal;
    this.isTemporary = isTemporary;
  }

  /** Whether the store rejected the request, and would reject another attempt too. */
  get isLasting(): boolean {
    return this.isRefusal && !this.isTemporary;
  }
}

/** The stored data cannot be used: an operator must repair it. */
export class StoreFailedError extends FeatureFlagsError<typeof FlagErrorCode.StoreFailed> {
  constructor(
    /** The name of the store. */
    readonly store: string,
    /** The message without the store. */
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(FlagErrorCode.StoreFailed, `Flag store "${store}" failed: ${detail}`, options);
  }
}

/** The store has lost changes that this instance has read. Nothing was changed. */
export class StoreDataLossError extends FeatureFlagsError<typeof FlagErrorCode.StoreDataLoss> {
  constructor(
    /** The name of the store. */
    readonly store: string,
    /** The state of the store, and how to recover. */
    readonly detail: string,
  ) {
    super(FlagErrorCode.StoreDataLoss, `Flag store "${store}" accepts no changes from this instance: ${detail}`);
  }
}

/** The store has not lost any change that this instance has read, so there is nothing to restore or to accept. */
export class NothingToRestoreError extends FeatureFlagsError<typeof FlagErrorCode.NothingToRestore> {
  constructor(
    /** The name of the store. */
    readonly store: string,
  ) {
    super(
      FlagErrorCode.NothingToRestore,
      `Flag store "${store}" has not lost any change that this instance has read: nothing was changed. Call this only while ` +
        '"status()" reports that the store has lost its data.',
    );
  }
}
