import type { FlagContext } from '../../engine/flag-context.js';
import { EvaluationReason, isDecision, type FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagKey, FlagVariantOf } from '../../engine/typed-flags.js';
import { matchesDefault, type DefaultValue, type ValueAnswer, type VariantAnswer } from './matches-default.js';

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
   * The type of the answer is that of the flag in {@link FlagTypes}; without one, a union of names that is given as type
   * argument or as the type of the default. It is your promise: a flag may serve a variant that was added later.
   */
  getVariant<V extends FlagVariantOf<K> & string, K extends FlagKey = FlagKey>(
    key: K,
    defaultVariant: V,
    context?: FlagContext,
  ): VariantAnswer<K, V>;
  getVariant<V extends FlagVariantOf<K> & string, K extends FlagKey = FlagKey>(
    key: K,
    defaultVariant?: V,
    context?: FlagContext,
  ): VariantAnswer<K, V> | undefined;
  getVariant(key: FlagKey, defaultVariant?: string, context?: FlagContext): string | undefined {
    return this.evaluate(key, context).variant ?? defaultVariant;
  }

  /** The value that is served when it is of the default's type, else `defaultValue`. Do not keep secrets in values. */
  getValue<T, K extends FlagKey = FlagKey>(
    key: K,
    defaultValue: DefaultValue<K, T>,
    context?: FlagContext,
  ): ValueAnswer<K, T>;
  getValue(key: FlagKey, defaultValue: unknown, context?: FlagContext): unknown {
    const { value } = this.evaluate(key, context);
    return matchesDefault(value, defaultValue) ? value : defaultValue;
  }

  /** {@link getValue} with its reason; `type_mismatch` when the value is of another type than the default. */
  evaluateValue<T, K extends FlagKey = FlagKey>(
    key: K,
    defaultValue: DefaultValue<K, T>,
    context?: FlagContext,
  ): FlagEvaluation<ValueAnswer<K, T>>;
  evaluateValue(key: FlagKey, defaultValue: unknown, context?: FlagContext): FlagEvaluation<unknown> {
    const evaluation = this.evaluate(key, context);
    const { value } = evaluation;
    if (matchesDefault(value, defaultValue)) return evaluation;
    const reason = value === undefined ? evaluation.reason : EvaluationReason.TypeMismatch;
    return { ...evaluation, value: defaultValue, reason };
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
