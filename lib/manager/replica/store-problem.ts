/** A problem of a store. */
export interface StoreProblem {
  /** Describes the problem to operators; may name hosts. */
  readonly message: string;
  /** The codes of the error and its causes, which contain no text. */
  readonly codes: readonly string[];
}
