import { createHash } from 'node:crypto';
import type { Bucketer } from '../../../lib/engine/allocation/bucketer.js';
import type { Rollout, RolloutShare } from '../../../lib/engine/targeting/rollout.js';
import { UNIT } from './context.js';

const LARGEST = 0xffff_ffff;
const BELOW_100 = 100 - 1e-9; // less than one step of the hash: the one unit at 100% is inside nothing but 100%

/**
 * The percentile of Microsoft's targeting: the first four bytes of SHA-256 over the user, a line feed and a hint, as a
 * little-endian number, in percent of the largest one.
 *
 * @see https://github.com/microsoft/FeatureManagement-Dotnet, `TargetingEvaluator`
 */
export const contextPercentile: Bucketer =
  ({ salt: hint }) =>
  (unit) =>
    Math.min((createHash('sha256').update(`${unit}${hint}`).digest().readUInt32LE() / LARGEST) * 100, BELOW_100);

/** The units of a percentage, or of a range of percentiles. */
export function rolloutOf(share: RolloutShare, hint: string): Rollout {
  return { ...share, bucketBy: UNIT, salt: hint, bucketer: 'microsoft' };
}
