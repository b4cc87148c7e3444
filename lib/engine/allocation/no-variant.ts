/** Returned by a draw instead of an index when there is no targeting key, or all weights are 0. */
export const NO_VARIANT = -1;

/** Returned by a draw instead of an index for a unit that is outside the coverage or excluded by its sticky version. */
export const NOT_INCLUDED = -2;
