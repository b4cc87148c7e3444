import { FeatureFlagsError, FlagErrorCode } from '../../engine/flag.errors.js';

/** The context of a request could not be resolved; `cause` says why. */
export class ContextFailedError extends FeatureFlagsError {
  readonly code = FlagErrorCode.ContextFailed;
}
