import { factor, figure } from './figures.js';

/** One line of the report's goals: what was promised, and what was measured for it in the same run. */
export interface Goal {
  readonly what: string;
  /** As a reader understands it, such as `≤ 1.5 × the floor`. */
  readonly goal: string;
  /** The figure behind `reached`, with its unit; where it is missed, by how much. */
  readonly measured: string;
  readonly reached: boolean;
  /** What a profile shows of the reason, for when it is missed; written by hand. */
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
  const missed = ratio > limit ? `, ${figure((ratio / limit - 1) * 100)} % over it` : '';
  return { what, goal: `≤ ${limit} × ${floor}`, measured: `${factor(ratio)}${missed}`, reached: ratio <= limit, why };
}
