/** What is wrong with a definition only in view of the others, or of what is registered. */
export interface DefinitionProblem {
  readonly kind: 'flag' | 'segment';
  readonly key: string;
  /** The place within the definition. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}
