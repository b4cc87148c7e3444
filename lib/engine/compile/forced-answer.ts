import type { Flag } from '../flag.js';
import { EvaluationReason } from '../flag-evaluation.js';
import type { FlagOverrideValue } from '../flag-override.js';
import { offAnswer } from './answers.js';
import { compileServe } from './compile-serve.js';
import type { Evaluator, Scope } from './scope.js';

/**
 * Compiles the answer that an override forces; `undefined` for a variant that the flag does not have. A variant flag
 * that is forced on still draws the same variants, regardless of its master switch, even for units outside its
 * coverage.
 *
 * @param flag the definition; absent for an undefined flag
 */
export function forcedAnswer(serve: FlagOverrideValue, flag: Flag | undefined, scope: Scope): Evaluator | undefined {
  const reason = EvaluationReason.Override;
  const off = flag === undefined ? undefined : offAnswer(flag, reason);
  const noUnit = Object.freeze({ key: scope.key, variant: undefined, value: true, ...off, enabled: true, reason });
  const whole = flag?.type === 'variant' ? { ...flag, coverage: undefined } : flag;
  return compileServe(serve, scope.key, whole, { reason, noUnit, outside: noUnit }, scope);
}
