import { z } from 'zod';
import { FlagLimits } from '../../flag-limits.js';
import type { JsonSchema } from '../../parse/json-schema.js';
import { percentageSchema } from '../../time/progression.schema.js';
import type { BucketRange } from '../bucket-range.js';

type Check = Pick<z.RefinementCtx, 'addIssue'>;

const from = percentageSchema.describe('The start of the range of buckets, in percent; inclusive.');
const to = percentageSchema.describe('The end of the range of buckets, in percent; exclusive.');

export const bucketRangeSchema = z
  .strictObject({ from, to })
  .superRefine(checkRange)
  .describe('The buckets from one percentage up to, but not including, another.');

const ranges = z
  .array(bucketRangeSchema)
  .min(1)
  .max(FlagLimits.ranges)
  .superRefine(checkOverlaps)
  .describe('Several ranges of buckets that do not overlap, in any order.');

/** One range or several, as fields of an object; see {@link checkForm}. */
export const rangeFields = { from: from.optional(), to: to.optional(), ranges: ranges.optional() };

/** The ways to define bucket ranges, each with its properties. */
export const RANGE_FORMS = [['from', 'to'], ['ranges']] as const;

type Form = readonly string[];

/** Checks that an object defines its share in exactly one of several forms, and completely. For `superRefine`. */
export function checkForm(forms: readonly Form[]): (fields: object, check: Check) => void {
  const names = forms.map(quoteAll).join(', ');
  return (fields, check) => {
    const refuse = (message: string, ...path: string[]) => check.addIssue({ code: 'custom', path, message });
    const [form, ...others] = forms.filter((each) => each.some((name) => name in fields));
    if (form === undefined || others.length > 0) return refuse(`needs exactly one of ${names}`);
    for (const name of form) if (!(name in fields)) refuse(`is missing: ${quoteAll(form)} are required together`, name);
    if ('from' in fields && 'to' in fields) checkRange(fields as BucketRange, check);
  };
}

/** Requires exactly one of several forms, for JSON Schema. */
export function formsAsJson(forms: readonly Form[]): JsonSchema {
  return { oneOf: forms.map((form) => ({ required: [...form] })) };
}

function quoteAll(names: Form): string {
  return names.map((name) => `"${name}"`).join(' and ');
}

function checkRange({ from: begin, to: end }: BucketRange, check: Check): void {
  if (begin >= end)
    check.addIssue({ code: 'custom', path: ['to'], message: 'must be above "from": otherwise, the range is empty' });
}

function checkOverlaps(list: readonly BucketRange[], check: Check): void {
  const byStart = [...list.entries()].toSorted(([, a], [, b]) => a.from - b.from);
  for (const [i, [place, range]] of byStart.entries()) {
    const [before, previous] = byStart[i - 1] ?? [];
    if (before === undefined || previous === undefined || previous.to <= range.from) continue;
    check.addIssue({ code: 'custom', path: [place], message: `overlaps the range at ${before} of the same list` });
  }
}
