import type { BucketBy } from '../allocation/targeting-key.js';

/**
 * A flag's place in a layer: a group of flags of which each unit sees one at the most. All flags of a layer have the
 * same `bucketBy`, and their ranges do not overlap.
 */
export interface LayerSlot {
  /** The layer's name; it separates its buckets from those of others. */
  readonly name: string;
  /** Where the flag's range begins, in percent in steps of 0.001. */
  readonly from: number;
  /** Where it ends; no longer part of it. */
  readonly to: number;
  /** The attributes that give the targeting key, as in a rollout. @default ['userId', 'sessionId'] */
  readonly bucketBy?: BucketBy | undefined;
}
