import { FeatureFlagsError, FlagErrorCode } from '../feature-flags.error.js';

/** An option of the module or the manager is invalid; the message names it. */
export class InvalidOptionsError extends FeatureFlagsError {
  readonly code = FlagErrorCode.InvalidOptions;
}
