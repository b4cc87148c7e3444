import type { Flag, VariantFlag } from '../flag.js';
import { EvaluationReason, type FlagEvaluation } from '../flag-evaluation.js';
import type { JsonValue } from '../json/json-value.js';

/** The answer of a flag that is on or off and serves no variant. */
export function switchAnswer(key: string, enabled: boolean, reason: EvaluationReason, ruleId?: string): FlagEvaluation {
  return answer({ key, enabled, variant: undefined, value: enabled, reason }, ruleId);
}

/** The answer that serves a variant, with the variant's value, or its name if it has no value. */
export function variantAnswer(
  key: string,
  enabled: boolean,
  variant: { readonly name: string; readonly value?: JsonValue | undefined },
  reason: EvaluationReason,
  ruleId?: string,
): FlagEvaluation {
  const value = variant.value === undefined ? variant.name : variant.value;
  return answer({ key, enabled, variant: variant.name, value, reason }, ruleId);
}

/** The answer that serves a value. The flag counts as on by default, unless the value is `false` or `null`. */
export function valueAnswer(
  key: string,
  enabled: boolean | undefined,
  value: JsonValue,
  reason: EvaluationReason,
  ruleId?: string,
): FlagEvaluation {
  return answer({ key, enabled: enabled ?? isOnValue(value), variant: undefined, value, reason }, ruleId);
}

/** Whether a flag that serves this value is on by default. */
export function isOnValue(value: JsonValue): boolean {
  return value !== false && value !== null;
}

/** The answer of a flag that is off: its default variant if it has one, else no variant. */
export function offAnswer(flag: Flag, reason: EvaluationReason, ruleId?: string): FlagEvaluation {
  const fallback = flag.type === 'variant' ? defaultVariantOf(flag) : undefined;
  return fallback === undefined
    ? answer({ key: flag.key, enabled: false, variant: undefined, value: offValue(flag), reason }, ruleId)
    : variantAnswer(flag.key, false, fallback, reason, ruleId);
}

/** The answer of every flag, defined or not, when the context could not be resolved. */
export function contextFailedAnswer(key: string): FlagEvaluation {
  return answer(
    { key, enabled: false, variant: undefined, value: undefined, reason: EvaluationReason.ContextFailed },
    undefined,
  );
}

function answer(evaluation: FlagEvaluation, ruleId: string | undefined): FlagEvaluation {
  return Object.freeze(ruleId === undefined ? evaluation : { ...evaluation, ruleId });
}

function defaultVariantOf(
  flag: VariantFlag,
): { readonly name: string; readonly value?: JsonValue | undefined } | undefined {
  return flag.variants.find((variant) => variant.name === flag.defaultVariant);
}

/**
 * The value of a flag that is off and serves no variant; a variant flag has none, so that the caller's default is
 * returned.
 */
function offValue(flag: Flag): false | undefined {
  return flag.type === 'variant' ? undefined : false;
}
