import type { Bucketed } from '../allocation/bucketer.js';
import type { Share } from '../time/progression.js';
import type { BucketRanges } from './bucket-range.js';

/** How much of the buckets: a percentage, which is all buckets below it, or ranges. */
export type RolloutShare =
  | {
      /** 0 (nobody) to 100 (everybody) in steps of 0.001 or those of its bucketer, or growing with time. */
      readonly percentage: Share;
      readonly from?: undefined;
      readonly to?: undefined;
      readonly ranges?: undefined;
    }
  | (BucketRanges & { readonly percentage?: undefined });

/** A share of the units, always the same ones. Without a targeting key nobody is in it, at 100 % as well. */
export type Rollout = Bucketed & RolloutShare;
