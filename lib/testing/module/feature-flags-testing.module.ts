import type { DynamicModule } from '@nestjs/common';
import type { Clock } from '../../manager/clock.js';
import type { FeatureFlagsConfig, FeatureFlagsModuleExtras } from '../../nest/feature-flags.options.js';
import { testDefinitions, type TestDefinitions } from './test-definitions.js';

/** The options of {@link FeatureFlagsTestingModule.forTest}: those of `FeatureFlagsModule.forRoot`, and the flags. */
export interface FeatureFlagsTestOptions
  extends Omit<FeatureFlagsConfig, 'initialFlags' | 'initialSegments'>, FeatureFlagsModuleExtras {
  /** The flags: definitions, or what they serve to all users. @default none */
  readonly flags?: TestDefinitions | undefined;
  /** The segments. @default none */
  readonly segments?: FeatureFlagsConfig['initialSegments'];
  /**
   * The clock. A `ManualClock` also runs scheduled changes when it is advanced. @default the time of `Date.now()`,
   * without timers
   */
  readonly clock?: Clock | undefined;
}

/**
 * The module of feature flags for tests. It evaluates flags with the same code as the application, keeps everything in
 * memory, and starts no timers.
 */
// oxlint-disable-next-line typescript/no-extraneous-class -- dynamic modules of Nest are created by static methods
export class FeatureFlagsTestingModule {
  /**
   * Registers feature flags for a test, in place of `FeatureFlagsModule.forRoot`. Requires Nest, which is loaded by
   * this call.
   *
   * @returns a promise, which Nest accepts among the `imports`
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option that is unknown or invalid
   * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when a key is not valid
   * @example
   * const module = await Test.createTestingModule({
   *   imports: [FeatureFlagsTestingModule.forTest({ flags: { new_checkout: true, checkout_theme: 'modern' } })],
   *   providers: [CheckoutService],
   * }).compile();
   */
  static async forTest(options: FeatureFlagsTestOptions = {}): Promise<DynamicModule> {
    const { flags = {}, segments, clock = TIMELESS, ...rest } = options;
    const { FeatureFlagsModule } = await import('../../nest/feature-flags.module.js');
    return FeatureFlagsModule.forRoot({
      ...rest,
      clock,
      initialFlags: testDefinitions(flags),
      initialSegments: segments,
    });
  }
}

/** A clock that follows `Date`, which a test runner may have replaced, but runs no task later. */
const TIMELESS: Clock = { now: () => Date.now(), schedule: () => () => {} };
