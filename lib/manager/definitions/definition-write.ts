import { InvalidFlagError, type FlagIssue } from '../../engine/flag.errors.js';
import type { Flag } from '../../engine/flag.js';
import type { DefinitionProblem } from '../../engine/targeting/check/definition-problem.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { ChangeCommand } from '../changes/change-command.js';
import { definitionKinds, type DefinitionKind } from './definition-kind.js';
import type { EditRefusal } from './edits.errors.js';
import { issueOf } from './inconsistency-report.js';

/** One write of one definition. */
export interface DefinitionWrite {
  readonly kind: DefinitionKind;
  readonly key: string;
  /** The new definition; `undefined` to delete it. */
  readonly definition: Flag | Segment | undefined;
  readonly expectedVersion: number | undefined;
}

export function writeOf(command: ChangeCommand<'save_definition' | 'delete_definition'>): DefinitionWrite {
  const { kind, key, expectedVersion } = command;
  const definition = command.type === 'save_definition' ? command.definition : undefined;
  return { kind: definitionKinds[kind], key, definition, expectedVersion };
}

/** Converts inconsistencies to refusals: one for each definition, with all its issues. */
export function inconsistencyRefusals(problems: readonly DefinitionProblem[]): readonly EditRefusal[] {
  const byName = new Map<string, { readonly first: DefinitionProblem; readonly issues: FlagIssue[] }>();
  for (const problem of problems) {
    const name = `${problem.kind} ${problem.key}`;
    const known = byName.get(name);
    if (known === undefined) byName.set(name, { first: problem, issues: [issueOf(problem)] });
    else known.issues.push(issueOf(problem));
  }
  return [...byName.values()].map(({ first: { kind, key }, issues }) => ({
    kind,
    key,
    error: new InvalidFlagError(issues),
  }));
}
