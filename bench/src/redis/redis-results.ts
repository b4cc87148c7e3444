/** What one process has measured, in milliseconds. */
export interface RedisTimes {
  /** One `saveAll` of all flags into an empty Redis, as the first work of the process. */
  readonly save: number;
  /** From the start of a process with an empty heap until its manager answers. */
  readonly boot: number;
  /** The same for reading the documents from Redis and parsing their JSON. */
  readonly read: number;
}

/** One figure for each process. */
export type RedisFigures = { readonly [What in keyof RedisTimes]: readonly number[] };

/** Plain JSON. */
export interface RedisResults {
  readonly figures: RedisFigures;
}
