import type { Definitions } from '../../definitions.js';
import type { Extensions } from '../../extensions.js';
import { checkExtensions } from './check-extensions.js';
import { checkLayers } from './check-layers.js';
import { checkPrerequisites } from './check-prerequisites.js';
import { checkReferences } from './check-references.js';
import type { DefinitionProblem } from './definition-problem.js';

/** Finds all inconsistencies. Definitions without any can be compiled, and evaluated in bounded time. */
export function checkDefinitions(definitions: Definitions, extensions: Extensions = {}): DefinitionProblem[] {
  return [
    ...checkReferences(definitions),
    ...checkPrerequisites(definitions),
    ...checkLayers(definitions.flags),
    ...checkExtensions(definitions, extensions),
  ];
}
