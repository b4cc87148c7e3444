import { offAnswer, switchAnswer, valueAnswer, variantAnswer } from './answers.js';
import type { Bucketed } from '../allocation/bucketer.js';
import type { Flag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import type { FlagEvaluation } from '../flag-evaluation.js';
import type { JsonValue } from '../json/json-value.js';
import type { Scope } from './scope.js';
import { serveVariants, sharesOf, type ServeOptions } from '../allocation/serve-variants.js';
import type { SplitShare } from '../targeting/rule.js';

/** What somebody has decided to serve: on or off, one variant, any value, or some variants by weight. */
export type Serve =
  | { readonly enabled: boolean }
  | { readonly variant: string }
  | { readonly value: JsonValue }
  | ({ readonly split: readonly SplitShare[] } & Bucketed);

/** `undefined` for a variant that the flag does not have (any more): nothing is served that nobody has defined. */
export function compileServe<NoUnit>(
  serve: Serve,
  key: string,
  flag: Flag | undefined,
  options: ServeOptions<NoUnit>,
  scope: Scope,
): ((context: FlagContext) => FlagEvaluation | NoUnit) | undefined {
  if (flag?.type === 'variant') {
    if ('split' in serve) return serveVariants(flag, serve.split, serve, options, scope);
    if ('enabled' in serve && serve.enabled) return serveVariants(flag, sharesOf(flag), flag, options, scope);
  }
  const answer = fixedAnswer(serve, key, flag, options);
  return answer === undefined ? undefined : () => answer;
}

function fixedAnswer(
  serve: Serve,
  key: string,
  flag: Flag | undefined,
  { reason, ruleId }: ServeOptions<unknown>,
): FlagEvaluation | undefined {
  if ('value' in serve) return valueAnswer(key, serve.value, reason, ruleId);
  if ('enabled' in serve) {
    return serve.enabled || flag === undefined
      ? switchAnswer(key, serve.enabled, reason, ruleId)
      : offAnswer(flag, reason, ruleId);
  }
  if ('split' in serve || flag?.type !== 'variant') return undefined;
  const variant = flag.variants.find(({ name }) => name === serve.variant);
  return variant === undefined ? undefined : variantAnswer(key, true, variant, reason, ruleId);
}
