/** What a draw answers instead of an index when there is nobody, or nothing, to draw. */
export const NO_VARIANT = -1;
