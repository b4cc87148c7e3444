import type { Definitions } from '../definitions.js';
import type { Extensions } from '../extensions.js';
import { checkExtensions } from './check-extensions.js';
import { checkLayers } from './check-layers.js';
import { checkReferences } from './check-references.js';

/** What is wrong with a definition only in view of the others, or of what is registered. */
export interface DefinitionProblem {
  readonly kind: 'flag' | 'segment';
  readonly key: string;
  /** The place within the definition. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Everything that does not fit together: what passes can be compiled and evaluated, in bounded time. */
export function checkDefinitions(definitions: Definitions, extensions: Extensions = {}): DefinitionProblem[] {
  return [
    ...checkReferences(definitions),
    ...checkLayers(definitions.flags),
    ...checkExtensions(definitions, extensions),
  ];
}
