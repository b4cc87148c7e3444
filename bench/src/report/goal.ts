import { factor, figure } from './figures.js';

/** One goal in the report, with its measurement. */
export interface Goal {
  readonly what: string;
  /** The limit, such as `≤ 1.5 × the floor`. */
  readonly goal: string;
  /** The measured figure with its unit and, if the goal is missed, the difference. */
  readonly measured: string;
  readonly reached: boolean;
  /** The reason why the goal may be missed, according to a profile; written by hand. */
  readonly why: string;
}

/**
 * A goal that a ratio stays within a limit.
 *
 * @param floor what the ratio is measured against, such as `the floor`
 */
export function ratioGoal(
  what: string,
  {
    ratio,
    limit,
    floor,
    why,
  }: { readonly ratio: number; readonly limit: number; readonly floor: string; readonly why: string },
): Goal {
  const missed = ratio > limit ? `, ${figure((ratio / limit - 1) * 100)}% over it` : '';
  return { what, goal: `≤ ${limit} × ${floor}`, measured: `${factor(ratio)}${missed}`, reached: ratio <= limit, why };
}
