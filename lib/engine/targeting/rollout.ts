import type { Bucketed } from '../allocation/bucketer.js';
import type { Share } from '../time/progression.js';

/** A share of the units, always the same ones. Without a targeting key nobody is in it, at 100 % as well. */
export interface Rollout extends Bucketed {
  /** 0 (nobody) to 100 (everybody with a targeting key) in steps of 0.001 or those of its bucketer, or growing with time. */
  readonly percentage: Share;
}
