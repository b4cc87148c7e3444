import type { Explanation } from '../../engine/explanation.js';
import type { FlagContext } from '../../engine/flag-context.js';
import { EvaluationReason, isDecision, type FlagEvaluation } from '../../engine/flag-evaluation.js';
import { isFlagKey, type FlagKey } from '../../engine/flag-key.js';
import type { JsonCompatible } from '../../engine/json/json-compatible.js';
import { isoTime } from '../../engine/time/iso-time.js';
import type { FlagHandle } from './flag-handle.js';
import type { SnapshotExplanation } from './flag-snapshot.js';
import { instantOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { matchesDefault, type VariantName, type Widened } from './matches-default.js';

/** What an explanation is made of. */
export type FoundExplanation = SnapshotExplanation & {
  /** The instant it was evaluated for, in milliseconds since 1970. */
  readonly at: number;
};

export interface ExplainOptions {
  /** The instant to evaluate for, as `Date` or milliseconds since 1970. @default the context's, else now */
  readonly at?: Date | number | undefined;
}

const explainOptions = new OptionsSchema<{ readonly at?: number }>('explain', { at: instantOption });

/** All ways to ask for a flag. They share one path, {@link FlagEvaluator.find}; none does I/O, none ever throws. */
export abstract class FlagEvaluator {
  readonly #enabled: boolean;
  readonly #defaultEnabled: boolean;
  readonly #missingAnswers = new Map<string, FlagEvaluation>();

  /** @param options.enabled whether flags are evaluated at all; otherwise every one is off, whatever the defaults say */
  constructor({ enabled, defaultEnabled }: { readonly enabled: boolean; readonly defaultEnabled: boolean }) {
    this.#enabled = enabled;
    this.#defaultEnabled = defaultEnabled;
  }

  /**
   * Whether the flag is on. Without `context` the current request's user is meant, where there is one.
   *
   * @param defaultEnabled what a flag that nobody knows answers. @default the option `defaultEnabled`
   */
  isEnabled(key: FlagKey, context?: FlagContext, defaultEnabled?: boolean): boolean {
    const evaluation = this.find(key, context);
    return evaluation === undefined ? this.enabledByDefault(defaultEnabled) : evaluation.enabled;
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
    return this.find(key, context)?.variant ?? defaultVariant;
  }

  /** The value that is served when it is of the default's type, else `defaultValue`. Do not keep secrets in values. */
  getValue<T>(key: FlagKey, defaultValue: T & JsonCompatible<T>, context?: FlagContext): Widened<T> {
    const value = this.find(key, context)?.value;
    return matchesDefault<T>(value, defaultValue) ? value : (defaultValue as Widened<T>);
  }

  /** The whole answer, with its reason. */
  evaluate(key: FlagKey, context?: FlagContext): FlagEvaluation {
    return this.find(key, context) ?? this.missingAnswer(key);
  }

  /**
   * {@link evaluate} for gates: the answer when it is a decision about the context. Nothing stands in for one: `undefined`
   * when the flag is unknown or cannot be decided, the context could not be resolved, or flags are not evaluated at all.
   */
  decision(key: FlagKey, context?: FlagContext): FlagEvaluation | undefined {
    const evaluation = this.find(key, context);
    return evaluation !== undefined && isDecision(evaluation.reason) ? evaluation : undefined;
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
   * How a flag comes to its answer: every override, prerequisite, rule, condition and bucket on the way. It is
   * evaluated by the same code; nothing is counted, and no variant is remembered. For operators: it holds attributes of
   * the user.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
   */
  explain(key: FlagKey, context?: FlagContext, options: ExplainOptions = {}): Explanation {
    const found = this.explained(key, context, explainOptions.read(options).at);
    const { evaluation = this.missingAnswer(key), at, ...rest } = found;
    return { key, at: isoTime(at), evaluation, ...rest };
  }

  /**
   * One flag, looked up once, for code that asks for it very often; see {@link FlagHandle}.
   *
   * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is not legal; it need not be known
   */
  abstract handle(key: FlagKey): FlagHandle;

  /** What every known flag answers. */
  abstract evaluateAll(context?: FlagContext): readonly FlagEvaluation[];

  /** The one path of every evaluation; `undefined` when nobody knows the flag. */
  protected abstract find(key: string, context: FlagContext | undefined): FlagEvaluation | undefined;

  /** {@link FlagEvaluator.find}, with its steps; `at` in milliseconds since 1970. */
  protected abstract explained(key: string, context: FlagContext | undefined, at: number | undefined): FoundExplanation;

  /** Why nobody knows the flag. */
  protected abstract whyMissing(key: string): EvaluationReason;

  /** Whether a flag that nobody knows is on: as the caller or the options say, and never while flags are not evaluated. */
  protected enabledByDefault(asked: boolean | undefined): boolean {
    return this.#enabled && (typeof asked === 'boolean' ? asked : this.#defaultEnabled); // "false" opens no gate
  }

  /** The answer of a flag that nobody knows. */
  protected missingAnswer(key: string): FlagEvaluation {
    const reason = this.whyMissing(key);
    const known = this.#missingAnswers.get(key);
    if (known?.reason === reason) return known;
    const enabled = this.enabledByDefault(undefined);
    const answer = Object.freeze({ key, enabled, variant: undefined, value: undefined, reason });
    if (isFlagKey(key) && this.#missingAnswers.size < MAX_MISSING) this.#missingAnswers.set(key, answer);
    return answer;
  }
}

const MAX_MISSING = 1000;
