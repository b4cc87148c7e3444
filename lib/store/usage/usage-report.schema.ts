import { z } from 'zod';
import { isFlagKey } from '../../engine/flag-key.js';
import { pathText } from '../../engine/flag.errors.js';
import { issueMessage } from '../../engine/parse/issue-message.js';
import type { FlagUsageReport } from './flag-usage.js';

const time = z.iso.datetime({ offset: true });
const count = z.int().min(0);

const usageReportSchema: z.ZodType<FlagUsageReport> = z.object({
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

/** A usage report, or the first thing that is wrong with it, such as `"since" is missing; it must be a string`. */
export type ReadUsageReport =
  | { readonly report: FlagUsageReport; readonly problem?: undefined }
  | { readonly report?: undefined; readonly problem: string };

/** Reads a usage report, such as one from a file. Members of later releases are left out. */
export function readUsageReport(value: unknown): ReadUsageReport {
  const { data, error } = usageReportSchema.safeParse(value, { error: issueMessage });
  if (data !== undefined) return { report: data };
  const [issue] = error.issues;
  if (issue === undefined || issue.path.length === 0) return { problem: 'it is not an object' };
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  return { problem: `"${pathText(path)}" ${issue.message}` };
}
