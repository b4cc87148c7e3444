import type { Definitions } from '../../definitions.js';
import type { Extensions } from '../../extensions.js';
import { checkExtensions } from './check-extensions.js';
import { checkLayers } from './check-layers.js';
import { checkPrerequisites } from './check-prerequisites.js';
import { checkReferences } from './check-references.js';
import type { DefinitionProblem } from './definition-problem.js';
import { linkedDefinitions } from './linked-definitions.js';

/** Finds all inconsistencies. Definitions without any can be compiled, and evaluated in bounded time. */
export function checkDefinitions(definitions: Definitions, extensions: Extensions = {}): DefinitionProblem[] {
  const linked = linkedDefinitions(definitions);
  return [
    ...checkReferences(definitions, linked),
    ...checkPrerequisites(definitions, linked),
    ...checkLayers(linked.flags),
    ...checkExtensions(linked, extensions),
  ];
}
