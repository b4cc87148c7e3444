/**
 * A history is the log of a store from its first entry on. Its name is drawn with the first entry and repeated by every
 * later one, so that a store that has lost everything and begun anew is told from one that has gone on.
 */
export interface StoreHistory {
  /** The name; absent when the entries were written without one. */
  readonly history?: string | undefined;
  /** How far in the history, as the version of an entry. */
  readonly version: number;
}
