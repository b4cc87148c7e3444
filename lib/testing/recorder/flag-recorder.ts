import type { FlagContext } from '../../engine/flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagKey } from '../../engine/typed-flags.js';
import { isPromise } from '../../internal/is-promise.js';
import { choiceOption, functionOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { UnknownFlagError } from '../../manager/manager.errors.js';
import { testScopes } from '../scope/test-scopes.js';
import { unknownFlagsMessage } from '../unknown-flags-message.js';

/** One evaluation of a flag during a test. */
export interface RecordedEvaluation {
  /** The key of the flag. */
  readonly key: string;
  /** The context for which the flag was evaluated. */
  readonly context: FlagContext;
  /** The answer, without the default of the call. */
  readonly evaluation: FlagEvaluation;
}

/** The options of {@link FlagRecorder}. */
export interface FlagRecorderOptions {
  /**
   * How an evaluation of an undefined flag is handled: `error` makes `run` throw when its function has ended, and `allow`
   * only records it. @default 'allow'
   */
  readonly unknownFlags?: 'allow' | 'error' | undefined;
}

const recorderOptions = new OptionsSchema<FlagRecorderOptions>('FlagRecorder', {
  unknownFlags: choiceOption('allow', 'error'),
});
const workOption = functionOption();

const UNKNOWN: ReadonlySet<string> = new Set([EvaluationReason.FlagNotFound, EvaluationReason.ProviderError]);

/**
 * Records which flags were evaluated during a part of a test, for whom, and with which answers: by services, gates and
 * handles of all applications in this process. Like `withFlags`, it includes everything that the function calls, starts
 * or awaits, and the HTTP requests that it sends to a server of this process, but nothing else.
 *
 * @example
 * const recorder = new FlagRecorder({ unknownFlags: 'error' });
 * await recorder.run(() => request(app.getHttpServer()).get('/checkout').expect(200));
 * expect(recorder.keys).toEqual(['new_checkout', 'checkout_theme']);
 */
export class FlagRecorder {
  readonly #recorded: RecordedEvaluation[] = [];
  readonly #rejectsUnknown: boolean;

  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the invalid option */
  constructor(options: FlagRecorderOptions = {}) {
    this.#rejectsUnknown = recorderOptions.read(options).unknownFlags === 'error';
  }

  /**
   * Runs a function, sync or async, and records its evaluations in addition to those of earlier runs.
   *
   * @returns the result of `work`
   * @throws {UnknownFlagError} (`UNKNOWN_FLAG`) with `unknownFlags: 'error'`, naming the undefined flags
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when it is not a function
   */
  run<T>(work: () => PromiseLike<T>): Promise<T>;
  run<T>(work: () => T): T;
  run<T>(work: () => T): T {
    workOption(work, 'The function of FlagRecorder.run');
    const unknown = new Set<string>();
    const recorder = {
      observe: (key: string, context: FlagContext, evaluation: FlagEvaluation) => {
        this.#recorded.push({ key, context, evaluation });
        if (UNKNOWN.has(evaluation.reason)) unknown.add(key);
      },
    };
    const result = testScopes.run({ recorder }, work);
    if (!isPromise(result)) return this.#checked(result, unknown);
    return result.then((value) => this.#checked(value, unknown)) as T; // a promise of what `work` returns a promise of
  }

  /** All evaluations, in order. */
  get evaluations(): readonly RecordedEvaluation[] {
    return [...this.#recorded];
  }

  /** The keys of the flags that were evaluated, each once, in the order of their first evaluation. */
  get keys(): readonly string[] {
    return [...new Set(this.#recorded.map(({ key }) => key))];
  }

  /** Returns the evaluations of one flag, in order. */
  of(key: FlagKey): readonly RecordedEvaluation[] {
    return this.#recorded.filter((each) => each.key === key);
  }

  /** Removes all evaluations that were recorded so far. */
  clear(): void {
    this.#recorded.length = 0;
  }

  #checked<T>(result: T, unknown: ReadonlySet<string>): T {
    if (!this.#rejectsUnknown || unknown.size === 0) return result;
    throw new UnknownFlagError(unknownFlagsMessage('The test has evaluated', [...unknown], testScopes.managers.keys()));
  }
}
