/** How long after a change was stored the other processes knew it, in milliseconds; negative: before its writer did. */
export interface Delays {
  readonly median: number;
  readonly p99: number;
  readonly max: number;
  /** How many changes a process has not seen, over all processes. */
  readonly missed: number;
  /** How many changes a process has seen after a later one, over all processes. */
  readonly unordered: number;
}

/** How processes learn of changes: by a manager, by one that polls, or by a few lines of code that listen and read the log. */
export const followerKinds = ['manager', 'listener', 'polling'] as const;

export type FollowerKind = (typeof followerKinds)[number];

/** The pages of the log that are read: the newest one, and one of the entries with one property. */
export const logPages = ['newest', 'key', 'actor', 'action', 'day'] as const;

export type LogPage = (typeof logPages)[number];

/** Milliseconds of each read, in rounds. */
export type PageTimes = { readonly [Page in LogPage]: readonly number[] };

/** Milliseconds of each call, in rounds. */
export interface StatementTimes {
  /** All documents by the store. */
  readonly read: readonly number[];
  /** The same rows by `pg`, and `JSON.parse`. */
  readonly select: readonly number[];
  /** One entry appended by the store. */
  readonly append: readonly number[];
  /** One row of another table updated by `pg`. */
  readonly update: readonly number[];
  /** `SELECT` by `pg`: the round trip alone. */
  readonly roundTrip: readonly number[];
}

/** Plain JSON. */
export interface PostgresResults {
  /** For each round. */
  readonly delays: { readonly [Kind in FollowerKind]: readonly Delays[] };
  readonly pages: PageTimes;
  /** With plans that were made without the values of the query. */
  readonly genericPages: PageTimes;
  readonly statements: StatementTimes;
}
