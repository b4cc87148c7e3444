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
type Place = [path: Path, percentage: number];

/** The paths of the percentages that are not multiples of a step, in percent. */
export function percentagesBetween(step: number, written: WrittenPercentages): Path[] {
  return [...percentagesOf(written)].filter(([, value]) => !isMultiple(value, step)).map(([path]) => path);
}

function* percentagesOf({ percentage, from, to, ranges = [], coverage }: WrittenPercentages): Generator<Place> {
  yield* percentagesOfShare(percentage, ['percentage']);
  yield* percentagesOfShare(coverage, ['coverage']);
  if (from !== undefined) yield [['from'], from];
  if (to !== undefined) yield [['to'], to];
  for (const [i, range] of ranges.entries()) {
    yield [['ranges', i, 'from'], range.from];
    yield [['ranges', i, 'to'], range.to];
  }
}

function* percentagesOfShare(share: Share | undefined, path: Path): Generator<Place> {
  if (typeof share === 'number') yield [path, share];
  if (typeof share !== 'object') return;
  const [name, points] = 'steps' in share ? (['steps', share.steps] as const) : (['linear', share.linear] as const);
  for (const [i, { percentage }] of points.entries()) yield [[...path, name, i, 'percentage'], percentage];
}

/** Whether a percentage is a multiple of a step, ignoring floating-point rounding errors. */
function isMultiple(percentage: number, step: number): boolean {
  const steps = percentage / step;
  if (steps > Number.MAX_SAFE_INTEGER) return true; // the step is too small to be checked
  return Math.abs(steps - Math.round(steps)) < 1e-6 * Math.max(1, steps / 1e6);
}
