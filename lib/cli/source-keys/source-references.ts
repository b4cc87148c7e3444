import type { SourcePlace } from '../output/source-place.js';

/** A flag key in the code. */
export interface KeyReference {
  readonly key: string;
  readonly place: SourcePlace;
  /**
   * `asks`: the code evaluates the flag. `names`: it does something else with it, such as overriding it. `may ask`: it
   * calls a method with the name of one of `FlagManager`, but the syntax does not tell on what.
   */
  readonly kind: 'asks' | 'names' | 'may ask';
}

/** A definition in the code, such as one of `initialFlags`. */
export interface CodeDefinition {
  readonly key: string;
  readonly place: SourcePlace;
  /** The definition, as far as it is constant; `undefined` for a flag that the code saves at run time. */
  readonly definition: unknown;
}

/** Something about flags that cannot be read, because the code computes it. */
export interface DynamicKey {
  /** `some definitions`: the others of the same object can be read. */
  readonly subject: 'key' | 'definitions' | 'some definitions';
  readonly place: SourcePlace;
  /** The function or method that is called. */
  readonly called: string;
}

/** Everything about flags that was found in source files. */
export interface SourceReferences {
  readonly keys: readonly KeyReference[];
  readonly definitions: readonly CodeDefinition[];
  readonly dynamic: readonly DynamicKey[];
}
