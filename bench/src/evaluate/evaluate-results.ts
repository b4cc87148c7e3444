/** What the suite has measured, as it is kept. Times are nanoseconds per call, one for each round. */
export interface EvaluateResults {
  readonly rounds: number;
  readonly contenders: readonly ContenderTimes[];
  /** Of the library alone, by way of asking and by case. */
  readonly ours: Readonly<Record<string, readonly number[]>>;
  /** Why something of {@link EvaluateResults.ours} is not there. */
  readonly oursLeft: Readonly<Record<string, string>>;
  /** Who could not be opened at all, each with the reason. */
  readonly failed: Readonly<Record<string, string>>;
}

export interface ContenderTimes {
  readonly id: string;
  readonly name: string;
  readonly packages: readonly string[];
  /** Whether its answers are promises. */
  readonly isAsync: boolean;
  /** By case. */
  readonly times: Readonly<Record<string, readonly number[]>>;
  /** The cases that it was not timed for, each with the reason. */
  readonly left: Readonly<Record<string, string>>;
}
