import { contextFailedAnswer } from '../../engine/compile/answers.js';
import { isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagKey, FlagVariantOf } from '../../engine/typed-flags.js';
import type { FlagLookup } from './flag-lookup.js';
import type { MissingAnswers } from './missing-answers.js';
import { matchesDefault, type DefaultValue, type ValueAnswer, type VariantAnswer } from './matches-default.js';
import type { SnapshotEvaluator } from './flag-entry.js';

/** What a handle takes from its manager. */
export interface HandleOptions {
  readonly lookup: FlagLookup;
  /** Finds the context when a caller gives none. */
  readonly contextSource: () => FlagContext;
  readonly missing: MissingAnswers;
}

/**
 * One flag, looked up once: for the loops that ask for it a million times. It answers like the manager that made it, and
 * every change holds at once: what was found is found anew when the manager's snapshot is another one.
 *
 * @example
 * const checkout = flags.handle('new_checkout');
 * if (checkout.isEnabled({ userId: 'user-42' })) …
 */
export class FlagHandle<K extends FlagKey = FlagKey> {
  readonly #options: HandleOptions;
  readonly #lookup: FlagLookup;
  #generation = -1; // not the lookup's snapshot: a handle that nobody asks would keep an old one alive
  #evaluator: SnapshotEvaluator | undefined;

  constructor(
    readonly key: K,
    options: HandleOptions,
  ) {
    this.#options = options;
    this.#lookup = options.lookup;
  }

  /** Whether the flag is on. Without `context` the current request's user is meant, where there is one. */
  isEnabled(context?: FlagContext, defaultEnabled?: boolean): boolean {
    const evaluation = this.#find(context);
    return evaluation === undefined ? this.#options.missing.isEnabled(defaultEnabled) : evaluation.enabled;
  }

  /** The name of the variant that is served, else `defaultVariant`. */
  getVariant<V extends FlagVariantOf<K> & string>(defaultVariant: V, context?: FlagContext): VariantAnswer<K, V>;
  getVariant<V extends FlagVariantOf<K> & string>(
    defaultVariant?: V,
    context?: FlagContext,
  ): VariantAnswer<K, V> | undefined;
  getVariant(defaultVariant?: string, context?: FlagContext): string | undefined {
    return this.#find(context)?.variant ?? defaultVariant;
  }

  /** The value that is served when it is of the default's type, else `defaultValue`. */
  getValue<T>(defaultValue: DefaultValue<K, T>, context?: FlagContext): ValueAnswer<K, T>;
  getValue(defaultValue: unknown, context?: FlagContext): unknown {
    const value = this.#find(context)?.value;
    return matchesDefault(value, defaultValue) ? value : defaultValue;
  }

  /** The whole answer, with its reason. */
  evaluate(context?: FlagContext): FlagEvaluation {
    return this.#find(context) ?? this.#options.missing.of(this.key);
  }

  #find(context: FlagContext | undefined): FlagEvaluation | undefined {
    const asked = context ?? this.#options.contextSource();
    if (isFailedContext(asked)) return contextFailedAnswer(this.key);
    const { generation } = this.#lookup;
    let evaluator = this.#evaluator;
    if (evaluator === undefined || generation !== this.#generation) {
      evaluator = this.#evaluator = this.#lookup.evaluator(this.key);
      this.#generation = generation;
    }
    return evaluator.evaluate(asked);
  }
}
