/** What a draw answers instead of an index when there is no targeting key, or nothing to draw. */
export const NO_VARIANT = -1;

/** What a draw answers instead of an index for a unit that takes no part: outside the coverage, or excluded by version. */
export const NO_PART = -2;
