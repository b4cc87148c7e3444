import type { BucketingOptions, BucketDraw } from '../allocation/bucketer.js';
import { totalWeight } from '../allocation/variant-ranges.js';
import type { Flag } from '../flag.js';
import { childrenOf, type Condition, type ConditionNode } from './condition.js';
import type { WrittenPercentages } from './percentages.js';
import type { Prerequisite } from './prerequisite.js';
import type { Rule } from './rule.js';
import type { Segment } from './segment.js';

type Path = readonly (string | number)[];

/** The keys that a flag or segment refers to, repeated for each reference that an evaluation may follow. */
export interface References {
  readonly flags: readonly string[];
  readonly segments: readonly string[];
  /** How many conditions the definition itself has. */
  readonly conditions: number;
}

export const NO_REFERENCES: References = { flags: [], segments: [], conditions: 0 };

const known = new WeakMap<Flag | Segment, References>();

/** The references of a parsed definition; collected once, then remembered. */
export function referencesOf(definition: Flag | Segment): References {
  if (definition.rules === undefined && !('prerequisites' in definition)) return NO_REFERENCES;
  const found = known.get(definition);
  if (found !== undefined) return found;
  const { prerequisites = [] } = 'type' in definition ? definition : {};
  const flags = prerequisites.map(({ flag }) => flag);
  const segments: string[] = [];
  let conditions = 0;
  eachCondition(definition, (condition) => {
    conditions++;
    if ('segment' in condition) segments.push(condition.segment);
    if ('flag' in condition) flags.push(condition.flag);
  });
  const references = { flags, segments, conditions };
  known.set(definition, references);
  return references;
}

/** Calls back for every condition of a definition except `true` and `false`, without its path, which takes time to make. */
export function eachCondition(definition: Flag | Segment, visit: (condition: ConditionNode) => void): void {
  const visitAll = (condition: Condition) => {
    if (typeof condition === 'boolean') return;
    visit(condition);
    for (const child of childrenOf(condition)) visitAll(child);
  };
  if (!('type' in definition)) definition.rules?.forEach(visitAll);
  else for (const { when = true } of definition.rules ?? NO_RULES) visitAll(when);
}

const NO_RULES: readonly Rule[] = [];

type VisitCondition = (condition: ConditionNode, path: Path) => void;

/** Visits every condition of a definition except `true` and `false`, with its path in the definition. */
export function visitConditions(definition: Flag | Segment, visit: VisitCondition): void {
  if ('type' in definition) {
    definition.rules?.forEach(({ when }, i) => {
      if (when !== undefined) visitTree(when, ['rules', i, 'when'], visit);
    });
  } else {
    definition.rules?.forEach((condition, i) => visitTree(condition, ['rules', i], visit));
  }
}

/** Visits every prerequisite of a definition and every condition on a flag, with its path. */
export function visitPrerequisites(
  definition: Flag | Segment,
  visit: (prerequisite: Prerequisite, path: Path) => void,
): void {
  if ('type' in definition) definition.prerequisites?.forEach((each, i) => visit(each, ['prerequisites', i]));
  visitConditions(definition, (condition, path) => {
    if ('flag' in condition) visit(condition, path);
  });
}

type VisitBucketed = (
  bucketed: BucketingOptions & WrittenPercentages,
  path: Path,
  draw: Pick<BucketDraw, 'purpose' | 'total'>,
) => void;

/** Visits every part of a definition that puts units into buckets, with its path and its draw. */
export function visitBucketing(definition: Flag | Segment, visit: VisitBucketed): void {
  visitConditions(definition, (condition, path) => {
    if ('rollout' in condition) visit(condition.rollout, [...path, 'rollout'], ROLLOUT);
  });
  if (!('type' in definition)) return;
  if (definition.type === 'percentage') visit(definition, [], ROLLOUT);
  if (definition.type === 'variant') visit(definition, [], variantDrawOf(definition.variants));
  definition.rules?.forEach(({ rollout, serve }, i) => {
    if (rollout !== undefined) visit(rollout, ['rules', i, 'rollout'], ROLLOUT);
    if (typeof serve === 'object' && 'split' in serve) visit(serve, ['rules', i, 'serve'], variantDrawOf(serve.split));
  });
}

const ROLLOUT = { purpose: 'rollout', total: 100 } as const;

function variantDrawOf(shares: readonly { readonly weight: number }[]): { purpose: 'variant'; total: number } {
  return { purpose: 'variant', total: totalWeight(shares) };
}

function visitTree(condition: Condition, path: Path, visit: VisitCondition): void {
  if (typeof condition === 'boolean') return;
  visit(condition, path);
  if ('not' in condition) visitTree(condition.not, [...path, 'not'], visit);
  if ('all' in condition) condition.all.forEach((each, i) => visitTree(each, [...path, 'all', i], visit));
  if ('any' in condition) condition.any.forEach((each, i) => visitTree(each, [...path, 'any', i], visit));
}
