import type { Definitions } from '../../definitions.js';
import type { Flag } from '../../flag.js';
import type { DefinitionProblem } from './definition-problem.js';
import { NOTHING, referenceGraph, type Reach } from './reference-graph.js';
import { NO_REFERENCES, referencesOf, visitConditions, type References } from '../references.js';
import type { Segment } from '../segment.js';

/** Segments that exist, no circles, and no more references to follow in one evaluation than the limits allow. */
export function checkReferences({ flags, segments }: Definitions): DefinitionProblem[] {
  const problems = [...unknownSegments('flag', flags, segments), ...unknownSegments('segment', segments, segments)];
  const ofSegments = referenceGraph(
    referring(segments),
    (key) => referencesIn(segments, key).segments,
    (key) => ({ ...NOTHING, conditions: referencesIn(segments, key).conditions }),
  );
  const ofFlags = referenceGraph(
    referring(flags),
    (key) => referencesIn(flags, key).flags,
    (key) => {
      const own = referencesIn(flags, key);
      if (own === NO_REFERENCES) return NOTHING;
      const reaches = own.segments.map((segment) => ofSegments.reaches.get(segment) ?? ITSELF);
      return allOf([{ ...NOTHING, conditions: own.conditions }, ...reaches]);
    },
  );
  for (const [key, message] of ofFlags.problems) {
    const property = referencesIn(flags, key).flags.length > 0 ? 'prerequisites' : 'rules';
    problems.push({ kind: 'flag', key, path: [property], message });
  }
  for (const [key, message] of ofSegments.problems) {
    problems.push({ kind: 'segment', key, path: ['rules'], message });
  }
  return problems;
}

/** What asking one takes that leads nowhere. */
const ITSELF: Reach = { asked: 1, depth: 1, conditions: 0 };

/** The keys of those that refer to something: most do not, and lead nowhere. */
function* referring(definitions: ReadonlyMap<string, Flag | Segment>): Generator<string> {
  for (const [key, definition] of definitions) if (referencesOf(definition) !== NO_REFERENCES) yield key;
}

/** The references of one definition; a flag that nobody defines has none. */
function referencesIn(definitions: ReadonlyMap<string, Flag | Segment>, key: string): References {
  const definition = definitions.get(key);
  return definition === undefined ? NO_REFERENCES : referencesOf(definition);
}

function allOf(reaches: readonly Reach[]): Reach {
  return reaches.reduce(
    (all, { asked, depth, conditions }) => ({
      asked: all.asked + asked,
      depth: Math.max(all.depth, depth),
      conditions: all.conditions + conditions,
    }),
    NOTHING,
  );
}

function unknownSegments(
  kind: 'flag' | 'segment',
  definitions: ReadonlyMap<string, Flag | Segment>,
  segments: ReadonlyMap<string, Segment>,
): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  for (const [key, definition] of definitions) {
    const { segments: named } = referencesOf(definition);
    if (named.every((segment) => segments.has(segment))) continue;
    visitConditions(definition, (condition, path) => {
      if (!('segment' in condition) || segments.has(condition.segment)) return;
      const message = `names the segment "${condition.segment}", which no provider defines: define it, or fix the name`;
      problems.push({ kind, key, path: [...path, 'segment'], message });
    });
  }
  return problems;
}
