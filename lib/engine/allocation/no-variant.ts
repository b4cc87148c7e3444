/** Returned by a draw instead of an index if there is no targeting key, or nothing to draw from. */
export const NO_VARIANT = -1;

/** Returned by a draw instead of an index for a unit outside the coverage, or excluded by its sticky version. */
export const NOT_INCLUDED = -2;
