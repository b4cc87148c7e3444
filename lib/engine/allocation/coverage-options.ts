import type { Share } from '../time/progression.js';
import type { BucketingOptions } from './bucketer.js';

/** The options that determine which units draw a variant, and how; units outside the coverage get none. */
export interface CoverageOptions extends BucketingOptions {
  /**
   * How much of each variant's range is served, counted from its beginning: a percentage, or one that grows with time.
   * Users keep their variant while the coverage grows. Not available with `rendezvous`, which has no ranges. @default
   * 100
   */
  readonly coverage?: Share | undefined;
}
