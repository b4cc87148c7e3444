import { FeatureFlagsError, FlagErrorCode } from '../../internal/feature-flags.error.js';

/** A gated method belongs to an object that Nest did not create, so that no flags were injected. */
export class GateNotInjectedError extends FeatureFlagsError<typeof FlagErrorCode.NotRunning> {
  /** @param place the class, or the class and method */
  constructor(place: string) {
    super(
      FlagErrorCode.NotRunning,
      `${place} is gated by a flag, but Nest did not create its object, so no flags were injected. List the class ` +
        'itself in "providers" instead of an object from "new", "useValue" or "useFactory", call its methods on ' +
        'the injected object, and import FeatureFlagsModule (or make it global).',
    );
  }
}
