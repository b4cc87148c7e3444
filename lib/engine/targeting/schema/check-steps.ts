import type { z } from 'zod';
import { BUCKETS } from '../../allocation/bucket.js';
import type { BucketingOptions } from '../../allocation/bucketer.js';
import { BUILT_IN_STEP, percentagesBetween, type WrittenPercentages } from '../percentages.js';

type Check = Pick<z.RefinementCtx, 'addIssue'>;

/**
 * Checks that percentages are multiples of one bucket. The step of a custom bucketer is checked later, against the
 * registered bucketers.
 */
export function checkSteps(fields: WrittenPercentages & BucketingOptions, check: Check): void {
  if (fields.bucketer !== undefined) return;
  refuseBetweenBuckets(fields, check, 'round it, or use a bucketer that declares a smaller "step"');
}

/**
 * Checks that percentages are multiples of one bucket of the built-in hash, in fields for which no bucketer can be
 * given.
 */
export function checkBuiltInSteps(fields: WrittenPercentages, check: Check): void {
  refuseBetweenBuckets(fields, check, 'round it');
}

function refuseBetweenBuckets(fields: WrittenPercentages, check: Check, remedy: string): void {
  const message = `must be a multiple of ${BUILT_IN_STEP}, because the built-in hash has ${BUCKETS} buckets: ${remedy}`;
  for (const path of percentagesBetween(BUILT_IN_STEP, fields)) {
    check.addIssue({ code: 'custom', path: [...path], message });
  }
}
