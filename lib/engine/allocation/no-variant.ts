/** What a draw answers instead of an index when there is no targeting key, or nothing to draw. */
export const NO_VARIANT = -1;

/** What a draw answers instead of an index for a unit outside the coverage. */
export const NOT_COVERED = -2;
