import { FeatureFlagsError, FlagErrorCode } from '../../internal/feature-flags.error.js';

/** A gate has no flags, because its object was not created by Nest, or its module does not import the flags. */
export class GateNotInjectedError extends FeatureFlagsError<typeof FlagErrorCode.NotRunning> {
  /** @param place the gate, the class, or the class and method */
  constructor(place: string, problem = NOTHING_INJECTED) {
    super(FlagErrorCode.NotRunning, `${place} ${problem}`);
  }
}

/** A gate was given a mock that cannot evaluate flags. */
export class GateMockedError extends GateNotInjectedError {
  constructor(place: string) {
    super(place, MOCKED);
  }
}

const NOTHING_INJECTED =
  'is gated by a flag, but no flags were injected: import FeatureFlagsModule into its module (in a test, ' +
  'FeatureFlagsTestingModule.forTest({ flags })) and call it after the start, on an object that is a provider; or, in a ' +
  'unit test, call it within withFlags({ … }, …).';

const MOCKED =
  'is gated by a flag, but its FlagGate is a mock that cannot evaluate flags: let the mocker return stubFlags({ … }) ' +
  'from "nestjs-feature-flags/testing" for it.';
