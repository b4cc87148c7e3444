import type { BucketingOptions } from '../allocation/bucketer.js';
import type { Share } from '../time/progression.js';
import type { BucketRanges } from './bucket-range.js';

/** The buckets of a rollout: those below a percentage, or one or more ranges. */
export type RolloutShare =
  | {
      /**
       * 0 (nobody) to 100 (everyone) in steps of 0.001 or those of the bucketer, or a percentage that grows with time.
       */
      readonly percentage: Share;
      readonly from?: undefined;
      readonly to?: undefined;
      readonly ranges?: undefined;
    }
  | (BucketRanges & { readonly percentage?: undefined });

/** A share of the units, always the same ones. Contexts without a targeting key are never in it, even at 100%. */
export type Rollout = BucketingOptions & RolloutShare;
