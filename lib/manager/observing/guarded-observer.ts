import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import { ignoreRejection } from '../../internal/ignore-rejection.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { FlagLogger } from '../flag-logger.js';
import type { EvaluationObserver } from '../reading/evaluation-observer.js';
import { topicLogger } from '../topic-logger.js';
import type { AttachedObserver, GateDenial } from './flag-observer.js';

/** An observer whose errors are logged, each once, so that they affect neither evaluations nor changes. */
export class GuardedObserver implements EvaluationObserver {
  readonly #attached: AttachedObserver;
  readonly #failures: BoundedReporter;

  constructor(attached: AttachedObserver, logger: FlagLogger) {
    this.#attached = attached;
    this.#failures = new BoundedReporter(
      (problem) => topicLogger(logger, 'observer-failed').error(problem),
      'failures of observers',
    );
  }

  /** Whether it receives evaluations. */
  get observesEvaluations(): boolean {
    return this.#attached.onEvaluation !== undefined;
  }

  /** Whether it receives denied calls. */
  get observesDenials(): boolean {
    return this.#attached.onDenial !== undefined;
  }

  observe(_key: string, context: FlagContext, evaluation: FlagEvaluation): void {
    try {
      this.#settle('onEvaluation', this.#attached.onEvaluation?.(evaluation, context));
    } catch (error) {
      this.#report('onEvaluation', error);
    }
  }

  change(entry: AuditEntry): void {
    try {
      this.#settle('onChange', this.#attached.onChange?.(entry));
    } catch (error) {
      this.#report('onChange', error);
    }
  }

  deny(denial: GateDenial): void {
    try {
      this.#settle('onDenial', this.#attached.onDenial?.(denial));
    } catch (error) {
      this.#report('onDenial', error);
    }
  }

  close(): void {
    try {
      this.#settle('onClose', this.#attached.onClose?.());
    } catch (error) {
      this.#report('onClose', error);
    }
  }

  /** Keeps the process alive when a method is asynchronous by mistake and rejects. */
  #settle(method: keyof AttachedObserver, result: unknown): void {
    if (result === undefined) return;
    ignoreRejection(result);
    this.#failures.report(`The method "${method}" of an observer must be synchronous and return nothing.`);
  }

  #report(method: keyof AttachedObserver, error: unknown): void {
    this.#failures.report(`The method "${method}" of an observer threw ${thrownName(error)}.`);
  }
}
