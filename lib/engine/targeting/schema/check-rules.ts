import type { z } from 'zod';
import { isBounded, UNBOUNDED } from '../../parse/fields.schema.js';
import type { JsonValue } from '../../json/json-value.js';
import type { Prerequisite } from '../prerequisite.js';
import type { Rule } from '../rule.js';
import { checkRendezvous } from './coverage.schema.js';

interface CheckedFlag {
  readonly type: string;
  readonly rules?: readonly Rule[] | undefined;
  readonly prerequisites?: readonly Prerequisite[] | undefined;
  readonly attributes?: unknown;
  readonly parameters?: JsonValue | undefined;
  readonly variants?: readonly { readonly name: string; readonly value?: JsonValue | undefined }[] | undefined;
  readonly allocation?: string | undefined;
}

/** Checks that rules serve only variants of the flag, and that all values together are within the size limit. */
export function checkRules(flag: CheckedFlag, check: z.RefinementCtx): void {
  flag.rules?.forEach((rule, i) => {
    checkRule(rule, flag, (path, message) => check.addIssue({ code: 'custom', path: ['rules', i, ...path], message }));
  });
  const values = allValuesOf(flag);
  if (values.length > 0 && !isBounded(values)) check.addIssue({ code: 'custom', path: [], message: UNBOUNDED });
}

function checkRule(
  rule: Rule,
  flag: CheckedFlag,
  refuse: (path: readonly (string | number)[], message: string) => void,
): void {
  const { serve } = rule;
  if (rule.onMiss !== undefined && !canMiss(rule, flag)) refuse(['onMiss'], NEVER_MISSES);
  if (typeof serve !== 'object' || 'value' in serve) return;
  const names = flag.variants?.map(({ name }) => name);
  if (names === undefined) {
    refuse(['serve'], `a flag of type "${flag.type}" has no variants: serve true, false or { value }`);
  } else if ('variant' in serve) {
    if (!names.includes(serve.variant)) refuse(['serve', 'variant'], VARIANT);
  } else {
    serve.split.forEach(({ variant }, k) => {
      if (!names.includes(variant)) refuse(['serve', 'split', k, 'variant'], VARIANT);
    });
    if (flag.allocation === 'rendezvous') {
      checkRendezvous(serve, (field, message) => refuse(['serve', ...field], message));
    }
  }
}

/** Whether a rule can miss users for whom its condition holds: only if it has a rollout or draws a variant. */
function canMiss({ rollout, serve = true }: Rule, { variants }: CheckedFlag): boolean {
  return rollout !== undefined || (typeof serve === 'object' ? 'split' in serve : serve && variants !== undefined);
}

const NEVER_MISSES =
  'has no effect: the rule has no rollout and draws no variant, so it serves everyone for whom its condition holds';
const VARIANT = 'must be the name of one of the variants';

/** All values of a flag, for a common size limit; none if they are in one place, where they are already limited. */
function allValuesOf({
  variants = [],
  rules = [],
  prerequisites = [],
  attributes,
  parameters,
}: CheckedFlag): unknown[] {
  const elsewhere: unknown[] = parameters === undefined ? [] : [parameters];
  for (const { serve } of rules) if (typeof serve === 'object' && 'value' in serve) elsewhere.push(serve.value);
  for (const { value } of prerequisites) if (value !== undefined) elsewhere.push(value);
  return elsewhere.length === 0 ? elsewhere : [...elsewhere, ...variants.map(({ value }) => value), attributes];
}
