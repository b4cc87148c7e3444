import { z } from 'zod';
import { isFlagKey } from '../../engine/flag-key.js';
import type { FlagUsageReport } from './flag-usage.js';

const time = z.iso.datetime({ offset: true });
const count = z.int().min(0);

/** A usage report, such as in a file. Members of later releases are left out. */
export const usageReportSchema: z.ZodType<FlagUsageReport> = z.object({
  since: time,
  until: time,
  instances: count,
  flags: z.array(
    z.object({
      key: z.string().refine(isFlagKey, 'must be a flag key'),
      firstEvaluatedAt: time.optional(),
      lastEvaluatedAt: time.optional(),
      answers: z.array(z.object({ enabled: z.boolean(), variant: z.string().optional(), count, lastServedAt: time })),
    }),
  ),
});
