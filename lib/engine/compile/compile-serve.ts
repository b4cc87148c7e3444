import type { Flag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import type { FlagEvaluation } from '../flag-evaluation.js';
import { serveVariants, sharesOf, type ServeOptions } from '../allocation/serve-variants.js';
import type { RuleServe } from '../targeting/rule.js';
import { offAnswer, switchAnswer, valueAnswer, variantAnswer } from './answers.js';
import type { Scope } from './scope.js';

/** The answer that an override or a rule gives: on, off, or anything else that a rule can serve. */
export type Serve = { readonly enabled: boolean } | Exclude<RuleServe, boolean>;

/**
 * Compiles what an override or a rule serves; `undefined` for a variant that the flag does not have, or no longer has.
 */
export function compileServe<Miss>(
  serve: Serve,
  key: string,
  flag: Flag | undefined,
  options: ServeOptions<Miss>,
  scope: Scope,
): ((context: FlagContext) => FlagEvaluation | Miss) | undefined {
  if (flag?.type === 'variant') {
    if ('split' in serve) return serveVariants(flag, serve.split, serve, options, scope);
    if (isOn(serve)) return serveVariants(flag, sharesOf(flag), flag, options, scope);
  }
  const answer = fixedAnswer(serve, key, flag, options);
  return answer === undefined ? undefined : () => answer;
}

/** Whether it turns the flag on without naming a variant or value; a variant flag then draws one of its variants. */
function isOn(serve: Serve): boolean {
  return !('variant' in serve) && !('value' in serve) && !('split' in serve) && serve.enabled;
}

function fixedAnswer(
  serve: Serve,
  key: string,
  flag: Flag | undefined,
  { reason, ruleId }: ServeOptions<unknown>,
): FlagEvaluation | undefined {
  if ('value' in serve) return valueAnswer(key, serve.enabled, serve.value, reason, ruleId);
  if ('variant' in serve) {
    const variant = flag?.type === 'variant' ? flag.variants.find(({ name }) => name === serve.variant) : undefined;
    return variant === undefined ? undefined : variantAnswer(key, serve.enabled ?? true, variant, reason, ruleId);
  }
  if ('split' in serve) return undefined;
  return serve.enabled || flag === undefined
    ? switchAnswer(key, serve.enabled, reason, ruleId)
    : offAnswer(flag, reason, ruleId);
}
