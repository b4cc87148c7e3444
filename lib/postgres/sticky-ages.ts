const DAY = 24 * 60 * 60 * 1000;

/** The ages of sticky assignments since they were last read or written, in milliseconds. */
export interface StickyAges {
  /** The age from which a read prolongs them: at most once a day, so that most reads write nothing. */
  readonly due: number;
  /** The age from which they are ignored, and can be removed. */
  readonly expired: number;
}

/** @param ttl how long assignments must be kept after their last use, in milliseconds */
export function stickyAges(ttl: number): StickyAges {
  const due = Math.min(DAY, ttl / 10);
  return { due, expired: ttl + due }; // the last use may be that much later than the last one that was stored
}
