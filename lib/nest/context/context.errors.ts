import { FeatureFlagsError, FlagErrorCode } from '../../internal/feature-flags.error.js';

/** The context of a request could not be resolved; `failure` is what was thrown. */
export class ContextFailedError extends FeatureFlagsError {
  readonly code = FlagErrorCode.ContextFailed;
  readonly #failure: unknown;

  constructor(message: string, failure?: unknown) {
    super(message);
    this.#failure = failure;
  }

  /** What the resolver threw. Not `cause`, which loggers print: its message may hold what the resolver read of the user. */
  get failure(): unknown {
    return this.#failure;
  }
}

/** Why it failed: the resolver took too long. */
export class ContextTimeoutError extends Error {}

/** Why it failed: the resolver, or a part of what it reads, returned something unusable. The message holds no value. */
export class InvalidContextError extends TypeError {}
