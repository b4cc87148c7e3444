import type { ExplanationStep } from '../../engine/explanation-step.js';
import type { Explanation } from '../../engine/explanation.js';
import { answerText } from './answer-text.js';
import { describeStep } from './describe-step.js';

/** An explanation as an indented list of steps, each with its result, and the answer. */
export function explanationText({ at, evaluation, steps, truncated }: Explanation): string {
  const lines = [`At ${at}:`, ...steps.flatMap((step) => linesOf(step, 1))];
  if (truncated === true) lines.push('  … further steps are left out');
  lines.push(`So ${answerText(evaluation)}.`);
  return `${lines.join('\n')}\n`;
}

function linesOf(step: ExplanationStep, depth: number): string[] {
  const own = `${'  '.repeat(depth)}- ${describeStep(step)}`;
  return [own, ...(step.steps ?? []).flatMap((nested) => linesOf(nested, depth + 1))];
}
