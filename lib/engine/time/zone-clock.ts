/** The milliseconds of a day by the clock. Days on which clocks change have more or fewer milliseconds in UTC. */
export const DAY = 86_400_000;

/** The instants from `from` up to, but not including, `until`, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The clock of one time zone. Local times are milliseconds since its own 1970-01-01T00:00. */
export interface ZoneClock {
  /** The local time that the clock shows at an instant. */
  readonly localOf: (instant: number) => number;
  /** The instant at which the clock first shows a local time; if it skips that time, the instant of the change. */
  readonly firstShown: (local: number) => number;
  /** The instant at which the clock last shows a local time; if it skips that time, the instant of the change. */
  readonly lastShown: (local: number) => number;
  /** A span around an instant in which the clock is not set forward or back. */
  readonly steadyAround: (instant: number) => Span;
}
