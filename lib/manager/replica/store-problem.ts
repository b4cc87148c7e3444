/** What is wrong with a store. */
export interface StoreProblem {
  /** What an operator should know; it may name hosts. */
  readonly message: string;
  /** The codes of the error and its causes, which contain no text. */
  readonly codes: readonly string[];
}
