import type { Definitions } from '../../engine/definitions.js';
import type { DefinitionProblem } from '../../engine/targeting/check/definition-problem.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';

/** Adds the cause to a problem with a missing segment, if the segment is missing because its definition is rejected. */
export function withUnreadable(
  problem: DefinitionProblem,
  { flags, segments }: Definitions,
  layers: LayeredDefinitions,
): DefinitionProblem {
  const definition = (problem.kind === 'flag' ? flags : segments).get(problem.key);
  const references = definition === undefined ? [] : referencesOf(definition).segments;
  for (const segment of references) {
    const cause = segments.has(segment) ? undefined : layers.problemOfSegment(segment);
    if (cause === undefined) continue;
    return { ...problem, message: `refers to the segment "${segment}", which is rejected: ${cause}` };
  }
  return problem;
}
