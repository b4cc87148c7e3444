import { FeatureFlagsError, FlagErrorCode } from './feature-flags.error.js';

/** A package that this feature needs is not installed. */
export class MissingPackageError extends FeatureFlagsError {
  readonly code = FlagErrorCode.MissingPackage;

  constructor(packageName: string, purpose: string, options?: ErrorOptions) {
    super(`The package "${packageName}" is needed to ${purpose}. Install it with: npm install ${packageName}`, options);
  }
}
