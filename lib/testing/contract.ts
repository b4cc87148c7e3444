import assert from 'node:assert/strict';
import { assertContractArguments } from './contract-arguments.js';
import type { ContractOptions, ContractRunner } from './contract-options.js';

/** One test of a contract: its title, its check, and the abilities that it requires. */
export type ContractCase<Open, Ability extends string> = readonly [
  title: string,
  check: (open: Open) => Promise<void>,
  ...needs: readonly Ability[],
];

/** A test for each ability that determines whether a subject has it. */
export type Abilities<Subject, Ability extends string> = Readonly<Record<Ability, (subject: Subject) => boolean>>;

export interface Contract<Args extends readonly unknown[], Subject, Ability extends string> {
  readonly tests: readonly ContractCase<(...args: Args) => Subject | Promise<Subject>, Ability>[];
  readonly abilities: Abilities<Subject, Ability>;
  /** Opens an empty subject, runs the check, and closes the subject even if the check fails. */
  readonly withSubject: (
    open: (...args: Args) => Subject | Promise<Subject>,
    check: (subject: Subject) => Promise<void>,
  ) => Promise<void>;
}

/**
 * Registers the tests of a contract.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the argument that is invalid
 */
export function runContract<Args extends readonly unknown[], Subject, Ability extends string>(
  runner: ContractRunner,
  name: string,
  { tests, abilities, withSubject }: Contract<Args, Subject, Ability>,
  open: (...args: Args) => Subject | Promise<Subject>,
  options: ContractOptions<Ability>,
): void {
  assertContractArguments(runner, name, open, options);
  const { describe, it } = runner;
  const { lacks = [] } = options;
  describe(name, () => {
    it('has all abilities except those that "lacks" names', () =>
      withSubject(open, async (subject) => assertAbilities(subject, abilities, lacks)));
    for (const [title, check, ...needs] of tests) {
      if (needs.some((ability) => lacks.includes(ability))) it.skip?.(title, async () => {});
      else it(title, () => check(open));
    }
  });
}

function assertAbilities<Subject, Ability extends string>(
  subject: Subject,
  abilities: Abilities<Subject, Ability>,
  lacks: readonly string[],
): void {
  const known = Object.entries<(subject: Subject) => boolean>(abilities).map(
    ([ability, hasAbility]) => [ability, hasAbility(subject)] as const,
  );
  const missing = known.flatMap(([ability, hasAbility]) => (hasAbility || lacks.includes(ability) ? [] : [ability]));
  assert.deepEqual(missing, [], `Lacks ${missing.join(', ')}: add it, or name it in "lacks" to skip what needs it.`);
  const hidden = known.flatMap(([ability, hasAbility]) => (hasAbility && lacks.includes(ability) ? [ability] : []));
  assert.deepEqual(hidden, [], `Has ${hidden.join(', ')}: remove it from "lacks", so that it is checked.`);
  const unknown = lacks.filter((ability) => !Object.hasOwn(abilities, ability));
  assert.deepEqual(unknown, [], `"lacks" may name ${Object.keys(abilities).join(', ')}, not ${unknown.join(', ')}.`);
}

/** Returns a member that the abilities of the subject guarantee. */
export function present<T>(value: T | undefined): T {
  assert.ok(value !== undefined, 'the subject lacks an ability that this test needs');
  return value;
}
