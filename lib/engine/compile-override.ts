import { offAnswer } from './answers.js';
import { compileServe } from './compile-serve.js';
import { offOnFailure } from './evaluation-failure.js';
import type { Flag } from './flag.js';
import type { FlagContext } from './flag-context.js';
import { EvaluationReason, type FlagEvaluation } from './flag-evaluation.js';
import type { FlagOverride } from './flag-override.js';
import { overrideFinder, type Candidate } from './override-finder.js';
import type { Evaluator, Scope } from './scope.js';
import { traced } from './tracer.js';

/**
 * Puts overrides in front of a flag's own evaluator: the one of the user first, then those of an attribute's value, then
 * the one for everybody. Of several attributes' overrides, one that turns the flag off comes first, so that no other undoes
 * a kill switch; else the latest. An expired override is passed over from its very millisecond on.
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
  const candidates: Candidate[] = [];
  let forAll: Candidate | undefined;
  for (const override of overrides) {
    const answer = forcedAnswer(override, flag, scope);
    if (answer === undefined) continue;
    const candidate = { override, answer, stands: standing(override, scope) };
    if (override.unit === undefined) forAll = candidate;
    else candidates.push(candidate);
  }
  const behind = forAll === undefined ? base : whileStanding(forAll, base);
  const find = candidates.length === 0 ? undefined : overrideFinder(candidates);
  const evaluate = find === undefined ? behind : (context: FlagContext) => (find(context)?.answer ?? behind)(context);
  return offOnFailure(evaluate, flag, scope);
}

function whileStanding<T>({ stands, answer }: Candidate, behind: (context: FlagContext) => T) {
  return stands === undefined
    ? answer
    : (context: FlagContext) => (stands(context) ? answer(context) : behind(context));
}

/** Whether an override has not expired; absent where it never does and nobody looks. */
function standing({ unit, unitBy, serve, expiresAt }: FlagOverride, scope: Scope): Candidate['stands'] {
  if (expiresAt === undefined && scope.tracer === undefined) return undefined;
  const end = expiresAt === undefined ? Infinity : Date.parse(expiresAt);
  return traced(
    scope,
    () => scope.now() < end,
    (holds) => ({ step: 'override', unit, unitBy, serve, expiresAt, holds }),
  );
}

/** A variant flag that is forced on still draws: the same variants as ever, whatever the master switch says. */
function forcedAnswer({ serve }: FlagOverride, flag: Flag | undefined, scope: Scope): Evaluator | undefined {
  const reason = EvaluationReason.Override;
  const off = flag === undefined ? undefined : offAnswer(flag, reason);
  const noUnit = Object.freeze({ key: scope.key, variant: undefined, value: true, ...off, enabled: true, reason });
  return compileServe(serve, scope.key, flag, { reason, noUnit }, scope);
}
