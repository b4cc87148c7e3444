import { FeatureFlagsError, FlagErrorCode } from './feature-flags.error.js';

/** A package that a feature requires is not installed. */
export class MissingPackageError extends FeatureFlagsError<typeof FlagErrorCode.MissingPackage> {
  constructor(packageName: string, purpose: string, options?: ErrorOptions) {
    super(
      FlagErrorCode.MissingPackage,
      `The package "${packageName}" is needed to ${purpose}: run "npm install ${packageName}".`,
      options,
    );
  }
}
