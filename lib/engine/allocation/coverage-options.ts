import type { Share } from '../time/progression.js';
import type { BucketingOptions } from './bucketer.js';

/** A draw of variants that may leave out some of the units. */
export interface CoverageOptions extends BucketingOptions {
  /**
   * How much of each variant's range is served, counted from its beginning, in percent or growing with time. Everybody who
   * has a variant keeps it while the coverage grows. Not for `rendezvous`, which has no ranges. @default 100, all of it
   */
  readonly coverage?: Share | undefined;
}
