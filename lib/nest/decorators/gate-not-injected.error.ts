import { FeatureFlagsError, FlagErrorCode } from '../../internal/feature-flags.error.js';

/** A gated method belongs to an object that Nest did not create, so it has no flags to ask. */
export class GateNotInjectedError extends FeatureFlagsError {
  readonly code = FlagErrorCode.NotRunning;

  /** @param place the class, or the class and method */
  constructor(place: string) {
    super(
      `${place} is gated by a flag, but its object was not created by Nest, so it has no flags to ask. List the class ` +
        'itself in "providers" instead of an object that "new", "useValue" or "useFactory" makes, call its methods on ' +
        'the injected object, and import FeatureFlagsModule (or make it global).',
    );
  }
}
