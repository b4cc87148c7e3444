import type { z } from 'zod';
import { BUCKETS } from '../../allocation/bucket.js';
import type { Bucketed } from '../../allocation/bucketer.js';
import { BUILT_IN_STEP, percentagesBetween, type WrittenPercentages } from '../percentages.js';

/**
 * Percentages are in steps of one bucket. The steps of a bucketer of the application are known only where it is looked up,
 * when definitions are checked.
 */
export function checkSteps(fields: WrittenPercentages & Bucketed, check: Pick<z.RefinementCtx, 'addIssue'>): void {
  if (fields.bucketer !== undefined) return;
  for (const path of percentagesBetween(BUILT_IN_STEP, fields)) {
    check.addIssue({ code: 'custom', path: [...path], message: BETWEEN_BUCKETS });
  }
}

/** What is wrong with a percentage between two buckets of the built-in hash. */
export const BETWEEN_BUCKETS =
  `must be in steps of ${BUILT_IN_STEP}, because the built-in hash has ${BUCKETS} buckets: ` +
  'round it, or name a bucketer that declares a smaller "step"';
