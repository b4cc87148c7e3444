import { mergedRanges } from '../targeting/bucket-range.js';
import type { RolloutShare } from '../targeting/rollout.js';
import { isFixed } from '../time/compile-share.js';
import type { Share } from '../time/progression.js';

/** Whether a percentage includes some units and excludes others, now or at another time. */
export function isPartialShare(share: Share): boolean {
  return !isFixed(share) || (share > 0 && share < 100);
}

/** Whether a rollout includes some units and excludes others, now or at another time. */
export function isPartialRollout(rollout: RolloutShare): boolean {
  if (rollout.percentage !== undefined) return isPartialShare(rollout.percentage);
  return isPartialShare(mergedRanges(rollout).reduce((sum, { from, to }) => sum + to - from, 0));
}

/** Whether a draw gives units different variants, or gives one to some units only. */
export function isPartialDraw(shares: readonly { readonly weight: number }[], coverage: Share | undefined): boolean {
  return shares.filter(({ weight }) => weight > 0).length > 1 || (coverage !== undefined && isPartialShare(coverage));
}
