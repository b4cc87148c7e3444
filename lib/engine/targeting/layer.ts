import type { BucketBy } from '../allocation/targeting-key.js';
import type { BucketRanges } from './bucket-range.js';

/**
 * A flag's place in a layer: a group of mutually exclusive flags, of which each unit gets at most one. All flags of a
 * layer have the same `bucketBy`, and their ranges do not overlap.
 */
export type LayerSlot = BucketRanges & {
  /** The name of the layer; each layer has its own buckets. */
  readonly name: string;
  /** The attributes that give the targeting key, as in a rollout. @default ['userId', 'sessionId'] */
  readonly bucketBy?: BucketBy | undefined;
};
