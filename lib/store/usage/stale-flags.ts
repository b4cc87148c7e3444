import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { wholeNumberOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import type { AnswerUsage, FlagUsage, FlagUsageReport } from './flag-usage.js';
import { readUsageReport } from './usage-report.schema.js';

/** The options of {@link staleFlags}. */
export interface StaleFlagsOptions {
  /** The number of days, up to the end of the report, during which a flag was not needed; 1 to 400. @default 30 */
  readonly days?: number | undefined;
}

/** A flag that can probably be removed, with the reason. */
export interface StaleFlag {
  /** The flag's key. */
  readonly key: string;
  /** `unused` if it was not evaluated; `constant` if it was, and always gave the same answer. */
  readonly reason: 'unused' | 'constant';
  /** When it was last evaluated, in ISO 8601; absent if it never was. */
  readonly lastEvaluatedAt?: string | undefined;
  /** The answer of a constant flag. */
  readonly answer?: Pick<AnswerUsage, 'enabled' | 'variant'> | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const staleFlagsOptions = new OptionsSchema<StaleFlagsOptions>('staleFlags', { days: wholeNumberOption(1, 400) });

/**
 * Returns the flags that were not evaluated for some time, or always gave the same answer. It returns none if usage has
 * not been counted for that long.
 *
 * @param report the result of `getUsage()`, or the same JSON from a file
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option, or the invalid part of the report
 * @example staleFlags(await flags.getUsage(), { days: 90 })
 */
export function staleFlags(report: FlagUsageReport, options: StaleFlagsOptions = {}): readonly StaleFlag[] {
  const { since, until, flags } = checkedReport(report);
  const { days = 30 } = staleFlagsOptions.read(options);
  const start = Date.parse(until) - days * DAY_MS;
  if (Date.parse(since) > start) return [];
  return flags.flatMap((flag) => staleFlag(flag, start) ?? []);
}

function checkedReport(report: FlagUsageReport): FlagUsageReport {
  const { report: checked, problem } = readUsageReport(report);
  if (checked !== undefined) return checked;
  throw new InvalidOptionsError(`The report of staleFlags must be the result of "getUsage()", but ${problem}.`);
}

function staleFlag(
  { key, firstEvaluatedAt, lastEvaluatedAt, answers }: FlagUsage,
  start: number,
): StaleFlag | undefined {
  if (lastEvaluatedAt === undefined || Date.parse(lastEvaluatedAt) < start) {
    return { key, reason: 'unused', ...(lastEvaluatedAt === undefined ? {} : { lastEvaluatedAt }) };
  }
  if (firstEvaluatedAt === undefined || Date.parse(firstEvaluatedAt) > start) return undefined; // a new flag
  const [answer, ...others] = answers.filter(({ lastServedAt }) => Date.parse(lastServedAt) >= start);
  if (answer === undefined || others.length > 0) return undefined;
  const { enabled, variant } = answer;
  return {
    key,
    reason: 'constant',
    lastEvaluatedAt,
    answer: { enabled, ...(variant === undefined ? {} : { variant }) },
  };
}
