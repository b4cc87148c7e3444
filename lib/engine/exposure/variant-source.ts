import { keyPathReader, keyReader, type BucketBy, type KeyReader } from '../allocation/targeting-key.js';

/**
 * The ways in which a variant is chosen for a unit:
 *
 * - `random`: by its bucket, as in an experiment
 * - `fixed`: by an override, or by a rule that serves everyone whom it matches the same variant
 * - `custom`: by a custom strategy, which may or may not be random
 */
export type VariantAssignment = 'random' | 'fixed' | 'custom';

/** The source of an answer with a variant or rollout: how it was chosen, and for which targeting key. */
export interface VariantSource {
  readonly assignment: VariantAssignment;
  readonly bucketBy: BucketBy | undefined;
  /** Reads the targeting key that was bucketed. Throws when the context cannot be read. */
  readonly keyOf: KeyReader;
  /** Reads the path of the attribute that is the targeting key. */
  readonly pathOf: KeyReader;
}

export function variantSource(assignment: VariantAssignment, bucketBy: BucketBy | undefined): VariantSource {
  return { assignment, bucketBy, keyOf: keyReader(bucketBy), pathOf: keyPathReader(bucketBy) };
}
