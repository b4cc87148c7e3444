import { isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagKey, FlagVariantOf } from '../../engine/typed-flags.js';
import type { FlagLookup } from './flag-lookup.js';
import type { MissingAnswers } from './missing-answers.js';
import { matchesDefault, type DefaultValue, type ValueAnswer, type VariantAnswer } from './matches-default.js';
import type { SnapshotEvaluator } from './flag-entry.js';

/** The parts of the manager that a handle uses. */
export interface HandleOptions {
  readonly lookup: FlagLookup;
  /** Returns the context for calls without one. */
  readonly contextSource: () => FlagContext;
  readonly missing: MissingAnswers;
}

/**
 * A flag that is looked up only once, for code that evaluates it very often. It returns the same results as the manager
 * that created it. Changes take effect immediately, because the flag is looked up again after each change.
 *
 * @example
 * const checkout = flags.handle('new_checkout');
 * if (checkout.isEnabled({ userId: 'user-42' })) …
 */
export class FlagHandle<K extends FlagKey = FlagKey> {
  readonly #options: HandleOptions;
  readonly #lookup: FlagLookup;
  #generation = -1; // not a reference to the snapshot, which an unused handle would keep alive
  #evaluator: SnapshotEvaluator | undefined;

  constructor(
    /** The flag's key. */
    readonly key: K,
    options: HandleOptions,
  ) {
    this.#options = options;
    this.#lookup = options.lookup;
  }

  /**
   * Whether the flag is on. Without `context`, it is evaluated for the context of the current request, if there is one.
   */
  isEnabled(context?: FlagContext, defaultEnabled?: boolean): boolean {
    const evaluation = this.#find(context);
    return evaluation === undefined ? this.#options.missing.isEnabled(defaultEnabled) : evaluation.enabled;
  }

  /** Returns the name of the variant that is served, else `defaultVariant`. */
  getVariant<V extends FlagVariantOf<K> & string>(defaultVariant: V, context?: FlagContext): VariantAnswer<K, V>;
  getVariant<V extends FlagVariantOf<K> & string>(
    defaultVariant?: V,
    context?: FlagContext,
  ): VariantAnswer<K, V> | undefined;
  getVariant(defaultVariant?: string, context?: FlagContext): string | undefined {
    return this.#find(context)?.variant ?? defaultVariant;
  }

  /** Returns the value that is served, if it has the type of the default, else `defaultValue`. */
  getValue<T>(defaultValue: DefaultValue<K, T>, context?: FlagContext): ValueAnswer<K, T>;
  getValue(defaultValue: unknown, context?: FlagContext): unknown {
    const value = this.#find(context)?.value;
    return matchesDefault(value, defaultValue) ? value : defaultValue;
  }

  /** Returns the evaluation details, with the reason. */
  evaluate(context?: FlagContext): FlagEvaluation {
    return this.#find(context) ?? this.#options.missing.of(this.key, context);
  }

  #find(context: FlagContext | undefined): FlagEvaluation | undefined {
    const asked = context ?? this.#options.contextSource();
    if (isFailedContext(asked)) return this.#lookup.contextFailed(this.key).evaluate(asked);
    const { generation } = this.#lookup;
    let evaluator = this.#evaluator;
    if (evaluator === undefined || generation !== this.#generation) {
      evaluator = this.#evaluator = this.#lookup.evaluator(this.key);
      this.#generation = generation;
    }
    return evaluator.evaluate(asked);
  }
}
