/** Identifies a definition; a flag and a segment may have the same key. */
export interface DefinitionPlace {
  readonly kind: 'flag' | 'segment';
  readonly key: string;
}
