import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import { quoted } from '../../internal/shown-text.js';

/** An evaluation in one line, such as `checkout_theme is on: variant "modern" (rule_match, rule "staff")`. */
export function answerText({ key, enabled, variant, value, reason, ruleId, prerequisite }: FlagEvaluation): string {
  const served = [
    ...(variant === undefined ? [] : [`variant ${quoted(variant, 256)}`]),
    ...(value === undefined || value === enabled || value === variant ? [] : [`value ${JSON.stringify(value)}`]),
  ];
  const why = [
    reason,
    ...(ruleId === undefined ? [] : [`rule ${quoted(ruleId, 256)}`]),
    ...(prerequisite === undefined ? [] : [`prerequisite ${quoted(prerequisite, 128)}`]),
  ];
  const what = served.length === 0 ? '' : `: ${served.join(', ')}`;
  return `${key} is ${enabled ? 'on' : 'off'}${what} (${why.join(', ')})`;
}
