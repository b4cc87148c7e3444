import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { EvaluationObserver } from './evaluation-observer.js';
import type { SnapshotEvaluator } from './flag-entry.js';
import type { MissingAnswers } from './missing-answers.js';

/** Replaces the evaluator of a flag whose answers are served to code by one that does more with each answer. */
export type EvaluatorWrapper = (key: string, evaluator: SnapshotEvaluator) => SnapshotEvaluator;

/** Applies several wrappers, of which some may be absent; without any, evaluators are unchanged. */
export function recordedBy(wrappers: readonly (EvaluatorWrapper | undefined)[]): EvaluatorWrapper {
  const present = wrappers.filter((wrap) => wrap !== undefined);
  return (key, evaluator) => present.reduce((flag, wrap) => wrap(key, flag), evaluator);
}

/**
 * Passes each answer that is served to code to the observers. Without observers, evaluators are unchanged, so that
 * evaluations cost nothing extra.
 */
export function observedBy(
  observers: readonly EvaluationObserver[],
  missing: Pick<MissingAnswers, 'of'>,
): EvaluatorWrapper {
  return (key, evaluator) =>
    observers.reduce((flag, observer) => new ObservedFlag(key, flag, observer, missing), evaluator);
}

/** A flag that passes each of its answers to an observer. */
class ObservedFlag implements SnapshotEvaluator {
  readonly #key: string;
  readonly #flag: SnapshotEvaluator;
  readonly #observer: EvaluationObserver;
  readonly #missing: Pick<MissingAnswers, 'of'>;

  constructor(key: string, flag: SnapshotEvaluator, observer: EvaluationObserver, missing: Pick<MissingAnswers, 'of'>) {
    this.#key = key;
    this.#flag = flag;
    this.#observer = observer;
    this.#missing = missing;
  }

  evaluate(context: FlagContext): FlagEvaluation | undefined {
    const answer = this.#flag.evaluate(context);
    this.#observer.observe(this.#key, context, answer ?? this.#missing.of(this.#key, context));
    return answer;
  }
}
