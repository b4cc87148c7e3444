import type { BucketingOptions } from '../allocation/bucketer.js';
import type { Share } from '../time/progression.js';
import type { BucketRanges } from './bucket-range.js';

/** Which buckets: those below a percentage, or ranges. */
export type RolloutShare =
  | {
      /** 0 (nobody) to 100 (everybody) in steps of 0.001 or those of its bucketer, or growing with time. */
      readonly percentage: Share;
      readonly from?: undefined;
      readonly to?: undefined;
      readonly ranges?: undefined;
    }
  | (BucketRanges & { readonly percentage?: undefined });

/** A share of the units, always the same ones. Nobody without a targeting key is in it, even at 100 %. */
export type Rollout = BucketingOptions & RolloutShare;
