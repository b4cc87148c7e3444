import type { FlagContext } from '../../engine/flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../../engine/flag-evaluation.js';
import { isFlagKey } from '../../engine/flag-key.js';

export interface MissingAnswersOptions {
  /** Whether flags are evaluated at all; if not, every flag is off, regardless of defaults. */
  readonly enabled: boolean;
  readonly defaultEnabled: boolean;
  /**
   * Whether a flag without a definition in force may be defined by a provider that was not read, or not for this context.
   *
   * @param context that of the evaluation; absent for the ambient one
   */
  readonly mayDefine: (key: string, context: FlagContext | undefined) => boolean;
}

const MAX_ANSWERS = 1000;

/** The evaluations of undefined flags; each is created once. */
export class MissingAnswers {
  readonly #options: MissingAnswersOptions;
  /** The option `enabled`, copied to save two reads for each evaluation. */
  readonly #enabled: boolean;
  readonly #defaultEnabled: boolean;
  readonly #answers = new Map<string, FlagEvaluation>();

  constructor(options: MissingAnswersOptions) {
    this.#options = options;
    this.#enabled = options.enabled;
    this.#defaultEnabled = options.enabled && options.defaultEnabled;
  }

  /**
   * @param asked the default of the call; ignored unless it is a boolean, so that the text "false" does not open a gate
   */
  isEnabled(asked: boolean | undefined): boolean {
    return typeof asked === 'boolean' ? asked && this.#enabled : this.#defaultEnabled;
  }

  /**
   * The evaluation details, with the reason why there is no definition.
   *
   * @param context that of the evaluation. @default the ambient one
   */
  of(key: string, context?: FlagContext): FlagEvaluation {
    const reason = this.#reasonFor(key, context);
    const known = this.#answers.get(key);
    if (known?.reason === reason) return known;
    const enabled = this.isEnabled(undefined);
    const answer = Object.freeze({ key, enabled, variant: undefined, value: undefined, reason });
    if (isFlagKey(key) && this.#answers.size < MAX_ANSWERS) this.#answers.set(key, answer);
    return answer;
  }

  #reasonFor(key: string, context: FlagContext | undefined): EvaluationReason {
    const { enabled, mayDefine } = this.#options;
    if (!enabled) return EvaluationReason.Disabled;
    return mayDefine(key, context) ? EvaluationReason.ProviderError : EvaluationReason.FlagNotFound;
  }
}
