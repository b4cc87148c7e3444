/** A problem that depends on other definitions or on the registered extensions, not on one definition alone. */
export interface DefinitionProblem {
  readonly kind: 'flag' | 'segment';
  readonly key: string;
  /** The path within the definition. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}
