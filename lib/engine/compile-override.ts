import { offAnswer, switchAnswer, variantAnswer } from './answers.js';
import type { Flag, VariantFlag } from './flag.js';
import { unitOf, type FlagContext } from './flag-context.js';
import { EvaluationReason, type FlagEvaluation } from './flag-evaluation.js';
import type { FlagOverride, FlagOverrideValue } from './flag-override.js';
import type { EngineServices, Evaluator } from './strategies/strategy.js';
import { drawVariant } from './strategies/variant.strategy.js';

/**
 * Puts overrides in front of a flag's own evaluator: the one of the context's unit first, then the one for everybody.
 * An expired override is passed over from its very millisecond on.
 *
 * @param flag the definition, absent when only overrides know the key
 * @param base answers when no override holds; may be undecided, as for a key that only overrides know
 */
export function compileOverrides<T extends FlagEvaluation | undefined>(
  overrides: readonly FlagOverride[],
  key: string,
  flag: Flag | undefined,
  base: (context: FlagContext) => T,
  services: EngineServices,
): (context: FlagContext) => FlagEvaluation | T {
  const bucketBy = flag !== undefined && 'bucketBy' in flag ? flag.bucketBy : undefined;
  const byUnit = new Map<string, (context: FlagContext) => FlagEvaluation | T>();
  let behind: (context: FlagContext) => FlagEvaluation | T = base;
  for (const override of overrides) {
    if (override.unit === undefined) behind = unlessExpired(override, key, flag, base, services);
  }
  for (const override of overrides) {
    if (override.unit !== undefined) {
      byUnit.set(override.unit, unlessExpired(override, key, flag, behind, services));
    }
  }
  if (byUnit.size === 0) return behind;
  return (context) => {
    const unit = unitOf(context, bucketBy);
    const own = unit === undefined ? undefined : byUnit.get(unit);
    return own === undefined ? behind(context) : own(context);
  };
}

function unlessExpired<T>(
  override: FlagOverride,
  key: string,
  flag: Flag | undefined,
  behind: (context: FlagContext) => T,
  services: EngineServices,
): (context: FlagContext) => FlagEvaluation | T {
  const forced = compileServe(override.serve, key, flag);
  if (forced === undefined) return behind;
  if (override.expiresAt === undefined) return forced;
  const end = Date.parse(override.expiresAt);
  return (context) => (services.now() < end ? forced(context) : behind(context));
}

/** `undefined` for a variant that the flag does not have (any more): nothing is served that nobody has defined. */
function compileServe(serve: FlagOverrideValue, key: string, flag: Flag | undefined): Evaluator | undefined {
  if ('enabled' in serve && serve.enabled && flag?.type === 'variant') return forcedOn(flag);
  const answer = 'variant' in serve ? forcedVariant(serve.variant, flag) : forcedAnswer(serve, key, flag);
  return answer === undefined ? undefined : () => answer;
}

function forcedVariant(variant: string, flag: Flag | undefined): FlagEvaluation | undefined {
  const declared = flag?.type === 'variant' ? flag.variants.find(({ name }) => name === variant) : undefined;
  if (flag === undefined || declared === undefined) return undefined;
  return variantAnswer(flag.key, true, declared, EvaluationReason.Override);
}

function forcedAnswer(
  serve: Exclude<FlagOverrideValue, { variant: string }>,
  key: string,
  flag: Flag | undefined,
): FlagEvaluation {
  const reason = EvaluationReason.Override;
  if ('value' in serve) {
    const enabled = serve.value !== false && serve.value !== null;
    return Object.freeze({ key, enabled, variant: undefined, value: serve.value, reason });
  }
  if (serve.enabled || flag === undefined) return switchAnswer(key, serve.enabled, reason);
  return offAnswer(flag, reason);
}

/** A variant flag that is forced on still draws: the same variants as ever, whatever the master switch says. */
function forcedOn(flag: VariantFlag): Evaluator {
  const reason = EvaluationReason.Override;
  return drawVariant(flag, reason, Object.freeze({ ...offAnswer(flag, reason), enabled: true }));
}
