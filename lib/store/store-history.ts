/**
 * A history is the log of a store since its first entry. Its name is generated with the first entry and repeated in
 * every later one, so that a store that lost all data and started again can be recognized.
 */
export interface StoreHistory {
  /** The name; absent if the entries have none. */
  readonly history?: string | undefined;
  /** The position in the history, as the version of an entry. */
  readonly version: number;
}
