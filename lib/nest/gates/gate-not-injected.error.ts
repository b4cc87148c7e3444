import { FeatureFlagsError, FlagErrorCode } from '../../internal/feature-flags.error.js';

const PROBLEMS = {
  nothing:
    'depends on flags, but none were injected: import FeatureFlagsModule into its module (in a test, ' +
    'FeatureFlagsTestingModule.forTest({ flags })) and call it after the start, on an object that is a provider; or, in ' +
    'a unit test, call it within withFlags({ … }, …).',
  mock:
    'depends on flags, but its FlagGate is a mock that cannot evaluate flags: let the mocker return stubFlags({ … }) ' +
    'from "nestjs-feature-flags/testing" for it.',
} as const;

/** A gate has no flags, because its object was not created by Nest, or its module does not import the flags. */
export class GateNotInjectedError extends FeatureFlagsError<typeof FlagErrorCode.NotRunning> {
  /**
   * @param place the gate, the class, or the class and method
   * @param injected what was injected in place of the gate. @default 'nothing'
   */
  constructor(place: string, injected: keyof typeof PROBLEMS = 'nothing') {
    super(FlagErrorCode.NotRunning, `${place} ${PROBLEMS[injected]}`);
  }
}
