/** What the suite has measured, as it is kept. */
export interface MemoryResults {
  readonly contenders: readonly ContenderBytes[];
  /** Bytes per call of the library alone, by way of asking and by case. */
  readonly ours: Readonly<Record<string, number>>;
  /** Who could not be opened at all, each with the reason. */
  readonly failed: Readonly<Record<string, string>>;
}

export interface ContenderBytes {
  readonly id: string;
  readonly name: string;
  readonly packages: readonly string[];
  readonly isAsync: boolean;
  /** Bytes per call, by case. */
  readonly bytes: Readonly<Record<string, number>>;
  /** The cases that were not measured, each with the reason. */
  readonly left: Readonly<Record<string, string>>;
}
