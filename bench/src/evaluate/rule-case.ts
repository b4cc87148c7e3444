import type { FlagDefinitions, SegmentDefinitions } from 'nestjs-feature-flags';
import { shopFlags } from '../flags/shop-flags.js';
import { shopUsers } from '../flags/shop-users.js';
import { answersFor } from './expectation.js';
import { RULE } from './ways-of-ours.js';
import type { FlagCase } from './flag-case.js';

const KEY = 'express_checkout';
const testers = shopUsers(100).map(({ userId }) => userId);

/** What no contender but the library is asked: a rule with a segment, behind a prerequisite. */
export const ruleCase: FlagCase = {
  ...RULE,
  key: KEY,
  asks: 'isEnabled',
  users: shopUsers(1_000),
  expected: answersFor(({ userId, country }) => testers.includes(userId) || country === 'DE'),
};

export const ruleFlags: FlagDefinitions = {
  [KEY]: {
    type: 'boolean',
    otherwise: false,
    prerequisites: [{ flag: shopFlags.newCheckout.key }],
    rules: [{ when: { segment: 'testers' } }],
  },
};

export const ruleSegments: SegmentDefinitions = {
  testers: { include: testers, rules: [{ attribute: 'country', op: 'in', values: ['DE'] }] },
};
