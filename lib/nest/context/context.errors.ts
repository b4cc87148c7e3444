import { FeatureFlagsError, FlagErrorCode } from '../../internal/feature-flags.error.js';

/** The context of a request could not be resolved. `failure` holds the cause. */
export class ContextFailedError extends FeatureFlagsError<typeof FlagErrorCode.ContextFailed> {
  readonly #failure: unknown;

  constructor(message: string, failure?: unknown) {
    super(FlagErrorCode.ContextFailed, message);
    this.#failure = failure;
  }

  /**
   * The error that the resolver threw. It is not the `cause`, which loggers print, because its message may contain
   * personal data.
   */
  get failure(): unknown {
    return this.#failure;
  }
}

/** The resolver took too long. */
export class ContextTimeoutError extends Error {}
