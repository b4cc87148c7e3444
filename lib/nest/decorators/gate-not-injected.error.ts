import { FeatureFlagsError, FlagErrorCode } from '../../internal/feature-flags.error.js';

/** A gated method belongs to an object that is not a provider of an application, so that no flags were injected. */
export class GateNotInjectedError extends FeatureFlagsError<typeof FlagErrorCode.NotRunning> {
  /** @param place the class, or the class and method */
  constructor(place: string) {
    super(
      FlagErrorCode.NotRunning,
      `${place} is gated by a flag, but Nest did not create its object, so no flags were injected. Add the class to ` +
        '"providers", or the object with "useFactory" or "useValue", call its methods on the injected object after the ' +
        'application has started, and import FeatureFlagsModule (or make it global).',
    );
  }
}
