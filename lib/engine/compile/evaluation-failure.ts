import { isSizeRefusal } from '../attributes/context-limits.js';
import type { Flag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../flag-evaluation.js';
import { thrownName } from '../../internal/thrown-name.js';
import { offAnswer, switchAnswer } from './answers.js';
import type { Scope } from './scope.js';

/** Ends an evaluation that has failed for a reason that is already reported. */
class ReportedFailure extends Error {}

const FAILURE = new ReportedFailure('An extension failed.'); // one shared instance: throwing it captures no stack trace

/** Reports a failure, and ends the part of the evaluation that depends on it. */
export function failEvaluation(scope: Pick<Scope, 'report'>, problem: string): never {
  scope.report?.(problem);
  throw FAILURE;
}

/**
 * Wraps a condition. If it throws, the error is reported and the condition is undecided: `undefined`, neither true nor
 * false.
 */
export function undecidedOnFailure(
  decide: (context: FlagContext) => boolean | undefined,
  scope: Pick<Scope, 'key' | 'report'>,
): (context: FlagContext) => boolean | undefined {
  return (context) => {
    try {
      return decide(context);
    } catch (error) {
      reportUnreadable(error, scope);
      return undefined;
    }
  };
}

/** The answer of a flag that could not be decided. */
export function undecidedAnswer(flag: Flag | undefined, key: string, ruleId?: string): FlagEvaluation {
  const reason = EvaluationReason.EvaluationError;
  return flag === undefined ? switchAnswer(key, false, reason) : offAnswer(flag, reason, ruleId);
}

/** Reports why an evaluation threw, unless that is already reported. */
export function reportUnreadable(error: unknown, { key, report }: Pick<Scope, 'key' | 'report'>): void {
  if (error === FAILURE) return;
  if (isSizeRefusal(error)) {
    report?.(
      `An attribute is over the size limit of comparisons, so the conditions of "${key}" that read it are undecided.`,
    );
    return;
  }
  report?.(
    `The context cannot be read for "${key}", which is undecided and counts as off: it threw ${thrownName(error)}`,
  );
}
