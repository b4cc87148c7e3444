/** How many flags there are where all of them are asked for. */
export const ALL_FLAGS_COUNT = 1_000;

/** How many flags there are where they are loaded. */
export const LOADED_COUNT = 10_000;

/** Among how many flags one is changed: the last is as many as a source may hold. */
export const CHANGED_AMONG = [100, 10_000, 100_000] as const;

/** Among how many flags one is asked for. */
export const FLAT_SIZES = [10, 100, 1_000, 10_000] as const;
