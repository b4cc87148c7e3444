import type { BucketBy } from '../allocation/targeting-key.js';
import type { BucketRanges } from './bucket-range.js';

/**
 * A flag's place in a layer: a group of flags of which each unit sees one at the most. All flags of a layer have the
 * same `bucketBy`, and their ranges do not overlap.
 */
export type LayerSlot = BucketRanges & {
  /** The layer's name; it separates its buckets from those of others. */
  readonly name: string;
  /** The attributes that give the targeting key, as in a rollout. @default ['userId', 'sessionId'] */
  readonly bucketBy?: BucketBy | undefined;
};
