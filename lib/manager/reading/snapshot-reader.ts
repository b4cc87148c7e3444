import { contextFailedAnswer } from '../../engine/compile/answers.js';
import type { EngineServices } from '../../engine/compile/scope.js';
import type { Explanation } from '../../engine/explanation.js';
import { contextAt, timestampOf } from '../../engine/attributes/read-context.js';
import { isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import { isDecision, type FlagEvaluation } from '../../engine/flag-evaluation.js';
import { assertFlagKey } from '../../engine/flag-key.js';
import type { FlagKey } from '../../engine/typed-flags.js';
import { isoTime } from '../../engine/time/iso-time.js';
import { instantOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import type { ExternalFlags } from '../external/external-flags.js';
import { withExternalAnswers, withExternalStep } from '../external/external-answers.js';
import { evaluationsByKey, type FlagEvaluationsByKey } from './evaluations-by-key.js';
import { FlagHandle } from './flag-handle.js';
import type { FlagLookup } from './flag-lookup.js';
import { FlagReader } from './flag-reader.js';
import type { MissingAnswers } from './missing-answers.js';
import { readOr } from './read-or.js';

/** The options of `explain`. */
export interface ExplainOptions {
  /**
   * The instant to evaluate for, as a `Date` or in milliseconds since 1970. @default the context's `timestamp`, else
   * now
   */
  readonly at?: Date | number | undefined;
}

const explainOptions = new OptionsSchema<{ readonly at?: number }>('explain', { at: instantOption });

export interface SnapshotReaderOptions {
  readonly lookup: FlagLookup;
  readonly missing: MissingAnswers;
  readonly services: EngineServices;
  /** Returns the context for calls without one; never throws. */
  readonly contextSource: () => FlagContext;
  /** The keys of flags whose definition is rejected. */
  readonly rejected: () => Iterable<string>;
  /** The flags of an external provider; absent if there is none. */
  readonly external?: ExternalFlags | undefined;
}

/**
 * Evaluates flags from the snapshot in force. All evaluations share one path, `#find`, which does no I/O and never
 * throws.
 */
export class SnapshotReader extends FlagReader {
  readonly #options: SnapshotReaderOptions;
  readonly #lookup: FlagLookup;
  readonly #missing: MissingAnswers;
  readonly #contextSource: () => FlagContext;

  constructor(options: SnapshotReaderOptions) {
    super();
    this.#options = options;
    this.#lookup = options.lookup;
    this.#missing = options.missing;
    this.#contextSource = options.contextSource;
  }

  override evaluate(key: FlagKey, context?: FlagContext): FlagEvaluation {
    return this.#find(key, context) ?? this.#missing.of(key, context);
  }

  override isEnabled(key: FlagKey, context?: FlagContext, defaultEnabled?: boolean): boolean {
    const evaluation = this.#find(key, context);
    return evaluation === undefined ? this.#missing.isEnabled(defaultEnabled) : evaluation.enabled;
  }

  override decision(key: FlagKey, context?: FlagContext): FlagEvaluation | undefined {
    const evaluation = this.#find(key, context);
    return evaluation !== undefined && isDecision(evaluation.reason) ? evaluation : undefined;
  }

  /** Evaluates every known flag. */
  evaluateAll(context?: FlagContext): readonly FlagEvaluation[] {
    const asked = context ?? this.#contextSource();
    const { snapshot } = this.#lookup;
    const { external } = this.#options;
    const isFailed = isFailedContext(asked);
    const answers = isFailed ? snapshot.keys().map(contextFailedAnswer) : snapshot.evaluateAll(asked);
    for (const key of this.#options.rejected()) {
      if (snapshot.evaluator(key) !== undefined || (!isFailed && snapshot.isForced(key))) continue;
      answers.push(this.#missing.of(key));
    }
    return external === undefined ? answers : withExternalAnswers(answers, external, asked, this.#missing);
  }

  /**
   * Returns the results of {@link evaluateAll} as an object by key, for front ends; the object has no prototype. It
   * contains the variant and value of every known flag, so send a browser only those that its users may see.
   *
   * @example const { new_checkout, checkout_theme } = flags.evaluateAllByKey(context);
   */
  evaluateAllByKey(context?: FlagContext): FlagEvaluationsByKey {
    return evaluationsByKey(this.evaluateAll(context));
  }

  /**
   * Explains how a flag arrives at its answer, with every override, prerequisite, rule, condition and bucket. It is
   * evaluated by the same code, but not counted, and no variant is stored. The explanation contains attributes of the
   * user: show it to operators only.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
   */
  explain(key: FlagKey, context?: FlagContext, options: ExplainOptions = {}): Explanation {
    const { at } = explainOptions.read(options);
    const given = context ?? this.#contextSource();
    const { services, external } = this.#options;
    const now = at ?? services.now();
    if (isFailedContext(given)) return { key, at: isoTime(now), evaluation: contextFailedAnswer(key), steps: [] };
    const asked = at === undefined ? given : contextAt(given, at);
    const found = this.#lookup.snapshot.explain(key, asked, { ...services, now: () => now });
    const { evaluation = this.#missing.of(key, given), ...rest } = withExternalStep(found, external, key, given);
    return { key, at: isoTime(readOr(() => timestampOf(asked), undefined) ?? now), evaluation, ...rest };
  }

  /**
   * A flag that is looked up only once, for code that evaluates it very often; see {@link FlagHandle}.
   *
   * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is invalid; the flag need not be defined
   */
  handle<K extends FlagKey>(key: K): FlagHandle<K> {
    assertFlagKey(key);
    this.#options.external?.addKeys([key]);
    return new FlagHandle(key, this.#options);
  }

  #find(key: string, context: FlagContext | undefined): FlagEvaluation | undefined {
    const asked = context ?? this.#contextSource();
    const evaluator = isFailedContext(asked) ? this.#lookup.contextFailed(key) : this.#lookup.evaluator(key);
    return evaluator.evaluate(asked);
  }
}
