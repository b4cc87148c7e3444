import { FeatureFlagsError, FlagErrorCode } from '../feature-flags.error.js';

/** An option of the module or the manager is invalid; the message names it. */
export class InvalidOptionsError extends FeatureFlagsError<typeof FlagErrorCode.InvalidOptions> {
  constructor(message: string, options?: ErrorOptions) {
    super(FlagErrorCode.InvalidOptions, message, options);
  }
}
