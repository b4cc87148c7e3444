import type { Flag, VariantFlag } from './flag.js';
import type { EvaluationReason, FlagEvaluation } from './flag-evaluation.js';
import type { JsonValue } from './json-value.js';

/** The answer of a flag that is simply on or off. */
export function switchAnswer(key: string, enabled: boolean, reason: EvaluationReason): FlagEvaluation {
  return Object.freeze({ key, enabled, variant: undefined, value: enabled, reason });
}

/** The answer that serves a variant, with its value or, lacking one, its name. */
export function variantAnswer(
  key: string,
  enabled: boolean,
  variant: { readonly name: string; readonly value?: JsonValue | undefined },
  reason: EvaluationReason,
): FlagEvaluation {
  const value = variant.value === undefined ? variant.name : variant.value;
  return Object.freeze({ key, enabled, variant: variant.name, value, reason });
}

/** The answer of a flag that does not hold: its default variant where it has one, otherwise plainly off. */
export function offAnswer(flag: Flag, reason: EvaluationReason): FlagEvaluation {
  const fallback = flag.type === 'variant' ? defaultVariantOf(flag) : undefined;
  return fallback === undefined
    ? Object.freeze({ key: flag.key, enabled: false, variant: undefined, value: offValue(flag), reason })
    : variantAnswer(flag.key, false, fallback, reason);
}

function defaultVariantOf(
  flag: VariantFlag,
): { readonly name: string; readonly value?: JsonValue | undefined } | undefined {
  return flag.variants.find((variant) => variant.name === flag.defaultVariant);
}

/** A variant flag that serves no variant has no value, so that the caller's default answers. */
function offValue(flag: Flag): false | undefined {
  return flag.type === 'variant' ? undefined : false;
}
