import type { FlagContext } from '../../engine/flag-context.js';
import { EvaluationReason, isDecision, type FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagKey } from '../../engine/flag-key.js';
import type { JsonCompatible } from '../../engine/json/json-compatible.js';
import { matchesDefault, type VariantName, type Widened } from './matches-default.js';

/**
 * All that a gate or a service asks of flags: what {@link FlagManager} answers, in one abstract method. Depend on it to
 * test without a manager.
 *
 * @example
 * class FakeFlags extends FlagReader {
 *   evaluate(key: string) {
 *     return { key, enabled: key === 'beta', variant: undefined, value: undefined, reason: 'enabled' as const };
 *   }
 * }
 */
export abstract class FlagReader {
  /** The whole answer, with its reason. Without `context`, for the current request's user, if there is a request. */
  abstract evaluate(key: FlagKey, context?: FlagContext): FlagEvaluation;

  /**
   * Whether the flag is on. Without `context`, for the current request's user, if there is a request.
   *
   * @param defaultEnabled the answer for a flag that is not defined. @default the option `defaultEnabled`
   */
  isEnabled(key: FlagKey, context?: FlagContext, defaultEnabled?: boolean): boolean {
    const { enabled, reason } = this.evaluate(key, context);
    const isDefault = reason === EvaluationReason.FlagNotFound || reason === EvaluationReason.ProviderError;
    return isDefault && typeof defaultEnabled === 'boolean' ? defaultEnabled : enabled;
  }

  /**
   * The name of the variant that is served, else `defaultVariant`.
   *
   * A union of names, as a type argument or as the type of the default, is the type of the answer. It is your promise: a
   * flag may serve a variant that was added later.
   */
  getVariant<V extends string>(key: FlagKey, defaultVariant: V, context?: FlagContext): VariantName<V>;
  getVariant<V extends string>(key: FlagKey, defaultVariant?: V, context?: FlagContext): VariantName<V> | undefined;
  getVariant(key: FlagKey, defaultVariant?: string, context?: FlagContext): string | undefined {
    return this.evaluate(key, context).variant ?? defaultVariant;
  }

  /** The value that is served when it is of the default's type, else `defaultValue`. Do not keep secrets in values. */
  getValue<T>(key: FlagKey, defaultValue: T & JsonCompatible<T>, context?: FlagContext): Widened<T> {
    const { value } = this.evaluate(key, context);
    return matchesDefault<T>(value, defaultValue) ? value : (defaultValue as Widened<T>);
  }

  /** {@link getValue} with its reason; `type_mismatch` when the value is of another type than the default. */
  evaluateValue<T>(
    key: FlagKey,
    defaultValue: T & JsonCompatible<T>,
    context?: FlagContext,
  ): FlagEvaluation<Widened<T>> {
    const evaluation = this.evaluate(key, context);
    const { value } = evaluation;
    if (matchesDefault<T>(value, defaultValue)) return { ...evaluation, value };
    const reason = value === undefined ? evaluation.reason : EvaluationReason.TypeMismatch;
    return { ...evaluation, value: defaultValue as Widened<T>, reason };
  }

  /**
   * {@link evaluate} for gates: the answer if it is a decision about the context. `undefined` when the flag is unknown or
   * cannot be decided, the context could not be resolved, or flags are not evaluated at all: keep the gate closed then,
   * also one that requires the flag to be off.
   */
  decision(key: FlagKey, context?: FlagContext): FlagEvaluation | undefined {
    const evaluation = this.evaluate(key, context);
    return isDecision(evaluation.reason) ? evaluation : undefined;
  }
}
