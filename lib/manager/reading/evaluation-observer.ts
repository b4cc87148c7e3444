import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';

/**
 * Receives each answer that is served to code: by the manager's read methods, handles and gates. Answers of
 * `evaluateAll`, `explain`, prerequisites and boot checks are not served to code.
 */
export interface EvaluationObserver {
  /**
   * Called synchronously during the evaluation; must not throw.
   *
   * @param evaluation for an undefined flag, its evaluation details, without the default of the call
   */
  observe(key: string, context: FlagContext, evaluation: FlagEvaluation): void;
}
