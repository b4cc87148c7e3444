/** What the suite has measured, as it is kept. */
export interface ManyResults {
  readonly rounds: number;
  readonly allFlags: readonly AllFlagsTimes[];
  /** Who could not be opened with all flags, each with the reason. */
  readonly failed: Readonly<Record<string, string>>;
  /** Nanoseconds per answer, one for each round, by contender and by how many flags it has. */
  readonly flat: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly load: Readonly<Record<LoadedId, LoadFigures>>;
  /** The same of flags with five rules each. */
  readonly loadWithRules: Readonly<Record<LoadedId, LoadFigures>>;
  /** One flag edited in a file of all of them, a figure for each process. */
  readonly fileEdits: readonly FileEdit[];
  readonly replace: Readonly<Record<string, ReplaceFigures>>;
  readonly recompiled: Recompiled;
  /** Absent in results that are older than the case. */
  readonly bulk?: BulkFigures;
}

/** What one process has measured, in milliseconds. */
export interface BulkTimes {
  /** One `saveAll` into a store in memory. */
  readonly save: number;
  /** The same definitions as initial flags. */
  readonly load: number;
}

/** One figure for each process. */
export type BulkFigures = { readonly [Way in keyof BulkTimes]: readonly number[] };

/** What is compiled when one flag of {@link ManyResults.load} many is replaced. */
export interface Recompiled {
  /** How many of the other flags are answered by new code. */
  readonly others: number;
  /** Whether the flag itself is. */
  readonly own: boolean;
  /** How often strategies of the application's own were called to make evaluators: for compiling, or to be checked. */
  readonly strategyCalls: number;
}

/** Milliseconds, medians of one process. */
export interface FileEdit {
  /** The longest time in which the event loop could do nothing else. */
  readonly blocked: number;
  /** CPU time from the edit until the flag answers by it. */
  readonly work: number;
  /** CPU time of `JSON.parse` of the whole file. */
  readonly parse: number;
}

/** What is loaded: flags of all kinds, or flags with five rules each. */
export type LoadedSet = 'plain' | 'rules';

export type LoadedId = 'nestjs-feature-flags' | 'floor';

/** All flags for one user, in nanoseconds for the whole call. */
export interface AllFlagsTimes {
  readonly id: string;
  readonly name: string;
  readonly packages: readonly string[];
  readonly isAsync: boolean;
  /** How many of the flags it can have. */
  readonly flags: number;
  readonly times: readonly number[];
  readonly left: Readonly<Record<string, string>>;
}

/** One figure for each process. */
export interface LoadFigures {
  /** Milliseconds from JSON text to the first answer. */
  readonly whole: readonly number[];
  /** Milliseconds from definitions that are parsed to the first answer, in a process that has loaded once before. */
  readonly compile: readonly number[];
  /** Bytes on the heap per flag, after collection. */
  readonly heap: readonly number[];
}

/** Microseconds, one median for each process. */
export interface ReplaceFigures {
  /** From the new definition's JSON text until the flag answers by it. */
  readonly seen: readonly number[];
  /** Until the event loop goes on: the process cannot do anything else meanwhile. */
  readonly blocked: readonly number[];
}
