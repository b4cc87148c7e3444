import { isDeepStrictEqual } from 'node:util';
import { topicLogger } from '../topic-logger.js';
import { pathText, type FlagIssue } from '../../engine/flag.errors.js';
import type { DefinitionProblem } from '../../engine/targeting/check/definition-problem.js';
import { listLines } from '../../internal/list-lines.js';
import type { FlagLogger } from '../flag-logger.js';

const SHOWN = 20;

/** The current inconsistencies of definitions; each change of them is logged once. */
export class InconsistencyReport {
  readonly #logger: FlagLogger;
  #issues: readonly FlagIssue[] = [];

  constructor(logger: FlagLogger) {
    this.#logger = logger;
  }

  get issues(): readonly FlagIssue[] {
    return this.#issues;
  }

  update(inconsistencies: readonly DefinitionProblem[]): void {
    const issues = inconsistencies.map(issueOf);
    if (isDeepStrictEqual(issues, this.#issues)) return;
    this.#issues = issues;
    if (issues.length === 0) {
      this.#logger.log('All flag definitions are consistent again.');
      return;
    }
    const lines = issues.slice(0, SHOWN).map(({ path, message }) => `${pathText(path)}: ${message}`);
    topicLogger(this.#logger, 'inconsistent-definitions').error(
      `These definitions are inconsistent, so they are not put in force; the last consistent version of each stays, if there is one:${listLines(lines)}`,
    );
  }
}

/** Converts a problem to an issue as the parser reports it. */
export function issueOf({ kind, key, path, message }: DefinitionProblem): FlagIssue {
  return { path: kind === 'flag' ? [key, ...path] : ['segments', key, ...path], message };
}
