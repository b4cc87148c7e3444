import { offAnswer } from './answers.js';
import { unitReader } from './attribute-path.js';
import { compileServe } from './compile-serve.js';
import type { Flag } from './flag.js';
import type { FlagContext } from './flag-context.js';
import { EvaluationReason, type FlagEvaluation } from './flag-evaluation.js';
import type { FlagOverride } from './flag-override.js';
import type { Evaluator, Scope } from './scope.js';
import { traced } from './tracer.js';

/**
 * Puts overrides in front of a flag's own evaluator: the one of the context's unit first, then the one for everybody.
 * An expired override is passed over from its very millisecond on.
 *
 * @param flag the definition, absent when only overrides know the key
 * @param base answers when no override holds; may be undecided, as for a key that only overrides know
 */
export function compileOverrides<T extends FlagEvaluation | undefined>(
  overrides: readonly FlagOverride[],
  flag: Flag | undefined,
  base: (context: FlagContext) => T,
  scope: Scope,
): (context: FlagContext) => FlagEvaluation | T {
  const byUnit = new Map<string, (context: FlagContext) => FlagEvaluation | T>();
  let behind: (context: FlagContext) => FlagEvaluation | T = base;
  for (const override of overrides) {
    if (override.unit === undefined) behind = unlessExpired(override, flag, base, scope);
  }
  for (const override of overrides) {
    if (override.unit !== undefined) byUnit.set(override.unit, unlessExpired(override, flag, behind, scope));
  }
  if (byUnit.size === 0) return behind;
  const unitOf = unitReader(flag !== undefined && 'bucketBy' in flag ? flag.bucketBy : undefined);
  return (context) => {
    const unit = unitOf(context);
    const own = unit === undefined ? undefined : byUnit.get(unit);
    return own === undefined ? behind(context) : own(context);
  };
}

function unlessExpired<T>(
  override: FlagOverride,
  flag: Flag | undefined,
  behind: (context: FlagContext) => T,
  scope: Scope,
): (context: FlagContext) => FlagEvaluation | T {
  const { unit, serve, expiresAt } = override;
  const forced = forcedAnswer(override, flag, scope);
  if (forced === undefined) return behind;
  if (expiresAt === undefined && scope.tracer === undefined) return forced;
  const end = expiresAt === undefined ? Infinity : Date.parse(expiresAt);
  const stands = traced(
    scope,
    () => scope.now() < end,
    (holds) => ({ step: 'override', unit, serve, expiresAt, holds }),
  );
  return (context) => (stands(context) ? forced(context) : behind(context));
}

/** A variant flag that is forced on still draws: the same variants as ever, whatever the master switch says. */
function forcedAnswer({ serve }: FlagOverride, flag: Flag | undefined, scope: Scope): Evaluator | undefined {
  const reason = EvaluationReason.Override;
  const off = flag === undefined ? undefined : offAnswer(flag, reason);
  const noUnit = Object.freeze({ key: scope.key, variant: undefined, value: true, ...off, enabled: true, reason });
  return compileServe(serve, scope.key, flag, { reason, noUnit }, scope);
}
