import { BUCKETS } from '../allocation/bucket.js';
import type { Share } from '../time/progression.js';
import type { BucketRange } from './bucket-range.js';

/**
 * The size of one bucket of the built-in hash, in percent: percentages must be multiples of it unless a bucketer
 * declares another step.
 */
export const BUILT_IN_STEP = 100 / BUCKETS;

/** The properties of bucketing options that contain percentages. */
export interface WrittenPercentages {
  readonly percentage?: Share | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly ranges?: readonly BucketRange[] | undefined;
  readonly coverage?: Share | undefined;
}

type Path = readonly (string | number)[];

/** The paths of the percentages that are not multiples of a step, in percent. */
export function percentagesBetween(step: number, written: WrittenPercentages): Path[] {
  const { percentage, from, to, ranges, coverage } = written;
  const found: Path[] = [];
  const check = (value: number | undefined, ...path: Path) => {
    if (value !== undefined && !isMultiple(value, step)) found.push(path);
  };
  const checkShare = (share: Share | undefined, name: string) => {
    if (typeof share !== 'object') return check(share, name);
    const [form, points] = 'steps' in share ? (['steps', share.steps] as const) : (['linear', share.linear] as const);
    points.forEach((point, i) => check(point.percentage, name, form, i, 'percentage'));
  };
  checkShare(percentage, 'percentage');
  checkShare(coverage, 'coverage');
  check(from, 'from');
  check(to, 'to');
  ranges?.forEach((range, i) => {
    check(range.from, 'ranges', i, 'from');
    check(range.to, 'ranges', i, 'to');
  });
  return found;
}

/** Whether a percentage is a multiple of a step, ignoring floating-point rounding errors. */
function isMultiple(percentage: number, step: number): boolean {
  const steps = percentage / step;
  if (steps > Number.MAX_SAFE_INTEGER) return true; // the step is too small to be checked
  return Math.abs(steps - Math.round(steps)) < 1e-6 * Math.max(1, steps / 1e6);
}
