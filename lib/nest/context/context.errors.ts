import { FeatureFlagsError, FlagErrorCode } from '../../engine/flag.errors.js';

/** The context of a request could not be resolved; `cause` says why. */
export class ContextFailedError extends FeatureFlagsError {
  readonly code = FlagErrorCode.ContextFailed;
}

/** Why it failed: the resolver took too long. */
export class ContextTimeoutError extends Error {}

/** Why it failed: the resolver, or a part of what it reads, returned something unusable. The message holds no value. */
export class InvalidContextError extends TypeError {}
