import { FeatureFlagsError, FlagErrorCode } from '../../engine/flag.errors.js';

/** A gated method was called on an object that Nest did not make, so that it has no flags to ask. */
export class GateNotInjectedError extends FeatureFlagsError {
  readonly code = FlagErrorCode.NotRunning;

  constructor(place: string) {
    super(
      `${place} is gated by a flag, but its object was not made by Nest: get it by injection, from a module that ` +
        'imports FeatureFlagsModule (or with the module global).',
    );
  }
}
