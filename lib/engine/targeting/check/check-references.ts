import type { Definitions } from '../../definitions.js';
import type { Flag } from '../../flag.js';
import { FlagLimits } from '../../flag-limits.js';
import { NO_REFERENCES, referencesOf, visitConditions } from '../references.js';
import type { Segment } from '../segment.js';
import type { DefinitionProblem } from './definition-problem.js';
import { referenceGraph, type OwnReferences } from './reference-graph.js';

/**
 * Checks that segments exist, that there are no cycles, and that no evaluation follows more references than the limits
 * allow.
 *
 * @param checked the definitions that may refer to others
 */
export function checkReferences({ flags, segments }: Definitions, checked: Definitions): DefinitionProblem[] {
  const ownReferences = (node: string): OwnReferences => {
    const definition = isSegmentNode(node) ? segments.get(keyOf(node)) : flags.get(node);
    const own = definition === undefined ? NO_REFERENCES : referencesOf(definition); // a flag may be undefined
    const keys = own.segments.length === 0 ? own.flags : [...own.flags, ...own.segments.map(segmentNode)];
    return { keys, conditions: own.conditions };
  };
  const graph = referenceGraph(nodesOf(checked), ownReferences, shownNode);
  const ofFlags: DefinitionProblem[] = [];
  const ofSegments: DefinitionProblem[] = [];
  for (const [node, message] of graph.problems) {
    if (isSegmentNode(node)) {
      ofSegments.push({ kind: 'segment', key: keyOf(node), path: ['rules'], message });
    } else {
      const { length } = flags.get(node)?.prerequisites ?? [];
      ofFlags.push({ kind: 'flag', key: node, path: [length > 0 ? 'prerequisites' : 'rules'], message });
    }
  }
  return [
    ...unknownSegments('flag', checked.flags, segments),
    ...unknownSegments('segment', checked.segments, segments),
    ...ofFlags,
    ...ofSegments,
  ];
}

/** The definitions that can exceed a limit or be part of a cycle; most do not. A flag's node is its key. */
function nodesOf({ flags, segments }: Definitions): string[] {
  const nodes: string[] = [];
  for (const [key, flag] of flags) if (isNode(flag)) nodes.push(key);
  for (const [key, segment] of segments) if (isNode(segment)) nodes.push(segmentNode(key));
  return nodes;
}

function isNode(definition: Flag | Segment): boolean {
  const { flags, segments, conditions } = referencesOf(definition);
  return flags.length > 0 || segments.length > 0 || conditions > FlagLimits.conditionsInAll;
}

const SEGMENT = 'segment '; // keys contain no spaces

function segmentNode(key: string): string {
  return SEGMENT + key;
}

function isSegmentNode(node: string): boolean {
  return node.startsWith(SEGMENT);
}

function shownNode(node: string): string {
  return isSegmentNode(node) ? `segment "${keyOf(node)}"` : `"${node}"`;
}

function keyOf(node: string): string {
  return node.slice(SEGMENT.length);
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
      const message = `refers to the segment "${condition.segment}", which no provider defines: define it, or correct the name`;
      problems.push({ kind, key, path: [...path, 'segment'], message });
    });
  }
  return problems;
}
