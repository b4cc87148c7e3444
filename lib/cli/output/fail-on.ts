import { ExitCode } from '../exit-code.js';
import { levelOf, type Finding } from './finding.js';
import { FINDING_LEVELS } from './finding-rules.js';

/** The choices of `--fail-on`: the least serious level that makes a command fail, or `never`. */
export const FAIL_ON = [...FINDING_LEVELS, 'never'] as const;

export type FailOn = (typeof FAIL_ON)[number];

/** The exit code of a command with these findings. */
export function exitCodeFor(findings: readonly Finding[], failOn: FailOn): ExitCode {
  const limit = failOn === 'never' ? -1 : FINDING_LEVELS.indexOf(failOn);
  const fails = findings.some((finding) => FINDING_LEVELS.indexOf(levelOf(finding)) <= limit);
  return fails ? ExitCode.Findings : ExitCode.Success;
}
