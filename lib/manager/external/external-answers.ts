import { contextFailedAnswer } from '../../engine/compile/answers.js';
import { isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { SnapshotExplanation } from '../reading/flag-snapshot.js';
import type { MissingAnswers } from '../reading/missing-answers.js';
import type { ExternalFlags } from './external-flags.js';

/**
 * Adds the flags of the external provider to the evaluations of all flags. A flag that it does not define is omitted; one
 * for which it has no answer has its default.
 */
export function withExternalAnswers(
  answers: readonly FlagEvaluation[],
  external: ExternalFlags,
  context: FlagContext,
  missing: Pick<MissingAnswers, 'of'>,
): readonly FlagEvaluation[] {
  const decided = new Set(answers.map(({ key }) => key)); // also by an override of a flag without a definition
  const others = external.keys.filter((key) => !decided.has(key));
  if (isFailedContext(context)) return [...answers, ...others.map(contextFailedAnswer)];
  return [
    ...answers,
    ...others.flatMap((key) => {
      const found = external.find(key, context);
      if (found === 'not_found') return [];
      return typeof found === 'object' ? found : missing.of(key, context);
    }),
  ];
}

/** Adds the answer of the external provider to the explanation of a flag that nothing else decides. */
export function withExternalStep(
  explained: SnapshotExplanation,
  external: ExternalFlags | undefined,
  key: string,
  context: FlagContext,
): SnapshotExplanation {
  if (external === undefined || explained.evaluation !== undefined) return explained;
  const found = external.find(key, context);
  if (found === 'defined_here') return explained;
  const { name: provider } = external;
  const { steps } = explained;
  return typeof found === 'object'
    ? { ...explained, evaluation: found, steps: [...steps, { step: 'external', provider, answer: found }] }
    : { ...explained, steps: [...steps, { step: 'external', provider, answer: null, problem: found }] };
}
