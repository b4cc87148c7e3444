import type { FlagContext } from '../../engine/flag-context.js';
import { EvaluationReason, isDecision, type FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagKey, FlagVariantOf } from '../../engine/typed-flags.js';
import { matchesDefault, type DefaultValue, type ValueAnswer, type VariantAnswer } from './matches-default.js';

/**
 * The part of {@link FlagManager} that evaluates flags, with a single abstract method. Inject it instead of the
 * manager, so that tests can use a fake.
 *
 * @example
 * class FakeFlags extends FlagReader {
 *   evaluate(key: string) {
 *     return { key, enabled: key === 'beta', variant: undefined, value: undefined, reason: 'enabled' as const };
 *   }
 * }
 */
export abstract class FlagReader {
  /**
   * Returns the evaluation details, with the reason. Without `context`, the flag is evaluated for the context of the
   * current request, if there is one.
   */
  abstract evaluate(key: FlagKey, context?: FlagContext): FlagEvaluation;

  /**
   * Whether the flag is on. Without `context`, it is evaluated for the context of the current request, if there is one.
   *
   * @param defaultEnabled the result for an undefined flag. @default the option `defaultEnabled`
   */
  isEnabled(key: FlagKey, context?: FlagContext, defaultEnabled?: boolean): boolean {
    const { enabled, reason } = this.evaluate(key, context);
    const isDefault = reason === EvaluationReason.FlagNotFound || reason === EvaluationReason.ProviderError;
    return isDefault && typeof defaultEnabled === 'boolean' ? defaultEnabled : enabled;
  }

  /**
   * Returns the name of the variant that is served, else `defaultVariant`.
   *
   * The result has the type of the flag in {@link FlagTypes}, else the union of names that is given as type argument or
   * as the type of the default. The type is not verified at run time: a flag may serve a variant that was added later.
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

  /**
   * Returns the value that is served, if it has the type of the default, else `defaultValue`. Do not store secrets in
   * values.
   */
  getValue<T, K extends FlagKey = FlagKey>(
    key: K,
    defaultValue: DefaultValue<K, T>,
    context?: FlagContext,
  ): ValueAnswer<K, T>;
  getValue(key: FlagKey, defaultValue: unknown, context?: FlagContext): unknown {
    const { value } = this.evaluate(key, context);
    return matchesDefault(value, defaultValue) ? value : defaultValue;
  }

  /**
   * Returns the evaluation details with the value that {@link getValue} returns; the reason is `type_mismatch` if the
   * served value has another type than the default.
   */
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
   * Returns the result of {@link evaluate} for a gate: `undefined` if the flag is unknown or could not be evaluated, if
   * the context could not be resolved, or if flags are disabled altogether. Keep the gate closed then, even if it
   * requires the flag to be off.
   */
  decision(key: FlagKey, context?: FlagContext): FlagEvaluation | undefined {
    const evaluation = this.evaluate(key, context);
    return isDecision(evaluation.reason) ? evaluation : undefined;
  }
}
