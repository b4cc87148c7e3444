import { z } from 'zod';
import { deepFreeze } from '../../engine/json/plain-data.js';
import { isFlagKey } from '../../engine/flag-key.js';
import { UsageLimits, type FlagUsageReport } from './flag-usage.js';

const time = z.iso.datetime();
const count = z.int().min(0);

const usageReportSchema = z.object({
  since: time,
  until: time,
  instances: count,
  flags: z.array(
    z.object({
      key: z.string().refine(isFlagKey),
      firstEvaluatedAt: time.optional(),
      lastEvaluatedAt: time.optional(),
      answers: z
        .array(z.object({ enabled: z.boolean(), variant: z.string().optional(), count, lastServedAt: time }))
        .max(UsageLimits.answers),
    }),
  ),
});

/** The report in a parsed JSON file; `undefined` if it is not one. Members of later releases are left out. */
export function usageReportOf(data: unknown): FlagUsageReport | undefined {
  const { data: report } = usageReportSchema.safeParse(data);
  return report && deepFreeze(report);
}
