import { z } from 'zod';
import { instantSchema } from './instant.schema.js';
import type { ProgressionPoint } from './progression.js';

/** A percentage, 0 to 100. Its step is checked where the bucketer is known. */
export const percentageSchema = z.number().min(0).max(100);

const points = z
  .array(
    z.strictObject({
      at: instantSchema,
      percentage: percentageSchema.describe('0 to 100, at least that of the previous point.'),
    }),
  )
  .max(100)
  .superRefine(checkOrder);

/** A fixed percentage, or one that grows with time. */
export const shareSchema = z
  .union(
    [
      percentageSchema,
      z.strictObject({
        steps: points.min(1).describe('Each percentage applies from its instant on; before the first point it is 0.'),
      }),
      z.strictObject({
        linear: points.min(2).describe('Grows linearly from point to point; before the first point it is 0.'),
      }),
    ],
    { error: ({ input }) => (isShareForm(input) ? undefined : NO_SHARE) },
  )
  .describe(
    '0 (nobody) to 100 (everyone) in steps of 0.001 or those of the bucketer, or a percentage that grows with time.',
  );

const NO_SHARE = 'must be a number from 0 to 100, or an object with one of "steps", "linear"';

function isShareForm(input: unknown): boolean {
  if (typeof input === 'number') return true;
  return typeof input === 'object' && input !== null && ('steps' in input || 'linear' in input);
}

function checkOrder(list: readonly ProgressionPoint[], check: Pick<z.RefinementCtx, 'addIssue'>): void {
  for (const [i, point] of list.entries()) {
    const before = list[i - 1];
    if (before === undefined) continue;
    if (Date.parse(point.at) <= Date.parse(before.at)) {
      check.addIssue({ code: 'custom', path: [i, 'at'], message: 'must be later than the previous point' });
    }
    if (point.percentage < before.percentage) {
      const message = `must be at least ${before.percentage}, that of the previous point: a progression never decreases`;
      check.addIssue({ code: 'custom', path: [i, 'percentage'], message });
    }
  }
}
