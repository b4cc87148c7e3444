import type { FlagDefinition, FlagDefinitions } from 'nestjs-feature-flags';
import type { Condition } from 'nestjs-feature-flags/core';
import type { RuledFlag, RuleTest } from '../flags/ruled-flags.js';

/** The same flags as definitions of the library, by key. */
export function ruledDefinitions(flags: readonly RuledFlag[]): FlagDefinitions {
  return Object.fromEntries(
    flags.map(({ key, rules }): [string, FlagDefinition] => [
      key,
      {
        type: 'boolean',
        otherwise: false,
        rules: rules.map(({ id, test, percentage }) => ({
          id,
          when: conditionOf(test),
          ...(percentage === undefined ? {} : { rollout: { percentage } }),
        })),
      },
    ]),
  );
}

function conditionOf(test: RuleTest): Condition {
  switch (test.kind) {
    case 'equals':
      return { attribute: test.attribute, op: 'equals', value: test.value };
    case 'one_of':
      return { attribute: test.attribute, op: 'in', values: test.values };
    case 'starts_with':
      return { attribute: test.attribute, op: 'starts_with', value: test.value };
    default:
      return { all: test.tests.map(conditionOf) };
  }
}
