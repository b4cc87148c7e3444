import type { Condition } from '../../../lib/engine/targeting/condition.js';
import { oneOf } from '../conditions.js';
import { rolloutOf } from './bucketer.js';
import type { FeatureFlag } from './feature-flag.js';

/** Who is given which variant, if any, and whether the flag is on for them before the variant has its say. */
export interface Assignment {
  readonly when: Condition;
  readonly on: boolean;
  readonly variant: string | undefined;
}

/** All assignments, of which the first that holds decides: off, then users, groups, percentiles and the default. */
export function assignmentsOf({ id, allocation = {} }: FeatureFlag, isOn: Condition): Assignment[] {
  const { user = [], group = [], percentile = [], seed = `allocation\n${id}` } = allocation;
  const off = { when: { not: isOn }, on: false, variant: allocation.default_when_disabled };
  const given = [
    ...user.map(({ variant, users }) => ({ when: oneOf('userId', users), variant })),
    ...group.map(({ variant, groups }) => ({ when: oneOf('groups', groups), variant })),
    ...percentile.map(({ variant, from, to }) => ({ when: { rollout: rolloutOf({ from, to }, seed) }, variant })),
    { when: true, variant: allocation.default_when_enabled },
  ];
  return [off, ...given.map((each) => ({ ...each, on: true }))];
}
