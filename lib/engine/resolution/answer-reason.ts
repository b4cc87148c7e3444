import type { Flag } from '../flag.js';
import type { FlagEvaluation } from '../flag-evaluation.js';
import { ruleId, type Rule } from '../targeting/rule.js';
import { isPartialDraw, isPartialRollout } from './partial-share.js';
import { ResolutionReason } from './resolution-reason.js';

/**
 * The reason of an answer that the flag's type gives: `SPLIT` if buckets take part in it, `DEFAULT` if rules or
 * prerequisites were checked first, else `STATIC`, because every context gets the same answer.
 */
export function typeReason(flag: Flag | undefined): ResolutionReason {
  if (flag === undefined) return ResolutionReason.Default;
  if (flag.layer !== undefined || isPartialType(flag)) return ResolutionReason.Split;
  const isTargeted = hasSome(flag.rules) || hasSome(flag.prerequisites);
  return isTargeted ? ResolutionReason.Default : ResolutionReason.Static;
}

/** The reason of an answer that a rule gives: `SPLIT` if buckets take part in it, else `TARGETING_MATCH`. */
export function ruleReason(flag: Flag | undefined, { ruleId: id }: FlagEvaluation): ResolutionReason {
  const rule = flag?.rules?.find((each, index) => ruleId(each, index) === id);
  const isSplit = flag !== undefined && rule !== undefined && isPartialRule(rule, flag);
  return isSplit ? ResolutionReason.Split : ResolutionReason.TargetingMatch;
}

/** The reason of an answer for a unit outside a rollout or coverage: that of a rule which ends there, or of the type. */
export function missReason(flag: Flag | undefined, { ruleId: id }: FlagEvaluation): ResolutionReason {
  return id === undefined ? typeReason(flag) : ResolutionReason.Split;
}

/**
 * The reason of an answer without a targeting key. It is that of the type if a key would not change the answer, because
 * the default variant is the only one that is drawn.
 */
export function keylessReason(flag: Flag | undefined, evaluation: FlagEvaluation): ResolutionReason {
  const isSame =
    flag?.type === 'variant' &&
    evaluation.ruleId === undefined &&
    !isPartialType(flag) &&
    flag.variants.some(({ name, weight }) => weight > 0 && name === evaluation.variant);
  return isSame ? typeReason(flag) : ResolutionReason.Default;
}

function isPartialType(flag: Flag): boolean {
  if (flag.type === 'percentage') return isPartialRollout(flag);
  return flag.type === 'variant' && isPartialDraw(flag.variants, flag.coverage);
}

function isPartialRule({ rollout, serve = true }: Rule, flag: Flag): boolean {
  if (rollout !== undefined && isPartialRollout(rollout)) return true;
  if (serve === true) return flag.type === 'variant' && isPartialType(flag);
  return typeof serve === 'object' && 'split' in serve && isPartialDraw(serve.split, serve.coverage);
}

function hasSome(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}
