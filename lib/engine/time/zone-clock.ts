/** Milliseconds of a day by the clock. Days on which clocks change are longer or shorter by `Date`. */
export const DAY = 86_400_000;

/** Instants from `from` until just before `until`, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The clock of one time zone. Local times are milliseconds since its own 1970-01-01T00:00. */
export interface ZoneClock {
  /** What the clock shows at an instant. */
  readonly localOf: (instant: number) => number;
  /** When the clock shows a local time for the first time; where it skips that time, the instant of the change. */
  readonly firstShown: (local: number) => number;
  /** When the clock shows a local time for the last time; where it skips that time, the instant of the change. */
  readonly lastShown: (local: number) => number;
  /** A span around an instant in which the clock is not set forward or back. */
  readonly steadyAround: (instant: number) => Span;
}
