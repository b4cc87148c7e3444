import type { OperatorName, PositiveOperatorName } from '../../../../../lib/engine/targeting/operators.js';

/** One use of an operator, and attributes for which its test says yes, no, or that they are of a wrong type. */
export interface OperatorExample {
  readonly given: Readonly<Record<string, unknown>>;
  readonly holds: readonly unknown[];
  readonly fails: readonly unknown[];
  readonly wrong: readonly unknown[];
}

const noText = [42, true, null, { plan: 'gold' }, new Date(0), 7n];
const noNumber = ['18', '', 'eighteen', true, null, Number.NaN, Infinity, { age: 18 }, new Date(18)];
const noVersion = [
  '2.1',
  'v2.1.0',
  '=2.1.0',
  ' 2.1.0',
  '2.1.0 ',
  '2.01.0',
  'latest',
  '',
  2.1,
  null,
  `2.1.0-${'a'.repeat(256)}`,
];
const noDate = ['2026-11-27', '2026-11-27T00:00:00', 'tomorrow', '', 1_795_737_600_000, new Date(Number.NaN), null, {}];
const noAddress = ['10.1', '010.1.2.3', '10.1.2.3.4', '10.1.2.256', 'fe80::1%eth0', 'localhost', '', 167_837_955, null];
const noArray = ['vip', 2, null, { length: 2 }, new Set(['vip', 'early']), 'vi'];

const equals: OperatorExample = {
  given: { value: 'gold' },
  holds: ['gold'],
  fails: ['Gold', 'gold ', 'silver', '', 0, true],
  wrong: [null, { plan: 'gold' }, new Date(0), Symbol('gold'), () => 'gold', Number.NaN],
};
const oneOf: OperatorExample = {
  ...equals,
  given: { values: ['gold', 'platinum', 7] },
  holds: ['gold', 'platinum', 7],
};
const contains: OperatorExample = {
  given: { values: ['@shop.', 'vip'] },
  holds: ['ada@shop.example', 'a vip'],
  fails: ['ada@store.example', 'VIP', '', '@shop'],
  wrong: noText,
};
const startsWith: OperatorExample = {
  given: { value: 'DE-' },
  holds: ['DE-BE', 'DE-'],
  fails: ['de-BE', 'AT-DE-', 'DE', ''],
  wrong: noText,
};
const endsWith: OperatorExample = {
  given: { value: '@shop.example' },
  holds: ['ada@shop.example', '@shop.example'],
  fails: ['ada@shop.example.org', 'shop.example', ''],
  wrong: noText,
};
const matches: OperatorExample = {
  given: { values: ['^beta-\\d+$', 'staff'] },
  holds: ['beta-7', 'beta-12345', 'shop staff'],
  fails: ['beta-', 'a beta-7', 'Staff', ''],
  wrong: noText,
};
const before: OperatorExample = {
  given: { value: '2026-11-27T00:00:00+01:00' },
  holds: [new Date('2026-11-26T22:59:59.999Z'), '2026-11-26T22:59:59Z', '2026-11-27T01:59:59+03:00'],
  fails: [new Date('2026-11-26T23:00:00Z'), '2026-11-26T23:00:00Z', '2027-01-01T00:00:00Z'],
  wrong: noDate,
};
const after: OperatorExample = {
  given: { value: '2026-11-27T00:00:00+01:00' },
  holds: [new Date('2026-11-26T23:00:00.001Z'), '2026-11-27T00:00:01+01:00'],
  fails: [new Date('2026-11-26T23:00:00Z'), '2026-11-26T23:00:00Z', '2026-11-26T18:00:00-05:00'],
  wrong: noDate,
};
const exists: OperatorExample = {
  given: {},
  holds: ['', 0, false, 'gold', {}, [], [null], Number.NaN],
  fails: [null, undefined],
  wrong: [],
};
const inCidr: OperatorExample = {
  given: { values: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.7'] },
  holds: ['10.0.0.0', '10.255.255.255', '192.0.2.7', '2001:DB8::1', '::ffff:10.1.2.3', '::ffff:a01:203'],
  fails: ['11.0.0.0', '9.255.255.255', '192.0.2.8', '2001:db9::', '::ffff:11.0.0.0', '::'],
  wrong: noAddress,
};

/** One row for each operator: a new one does not compile without. */
const examples = {
  equals,
  in: oneOf,
  contains,
  starts_with: startsWith,
  ends_with: endsWith,
  matches,
  sorts_before: { given: { value: 'm' }, holds: ['', 'l', 'lz', 'Z'], fails: ['m', 'ma', 'z', 'ä'], wrong: noText },
  sorts_after: { given: { value: 'm' }, holds: ['ma', 'z', 'ä'], fails: ['m', 'l', '', 'Z'], wrong: noText },
  greater_than: { given: { value: 18 }, holds: [18.001, 99], fails: [18, 17.999, -99], wrong: noNumber },
  greater_than_or_equal: { given: { value: 18 }, holds: [18, 99], fails: [17.999, -99], wrong: noNumber },
  less_than: { given: { value: 18 }, holds: [17.999, -99], fails: [18, 18.001, 99], wrong: noNumber },
  less_than_or_equal: { given: { value: 18 }, holds: [18, -99], fails: [18.001, 99], wrong: noNumber },
  semver_equals: {
    given: { value: '2.1.0' },
    holds: ['2.1.0', '2.1.0+build.7'],
    fails: ['2.1.1', '2.1.0-beta', '12.1.0'],
    wrong: noVersion,
  },
  semver_greater_than: {
    given: { value: '2.1.0' },
    holds: ['2.1.1', '2.10.0', '10.0.0', '2.1.1-alpha'],
    fails: ['2.1.0', '2.1.0+build.7', '2.1.0-rc.1', '2.0.99'],
    wrong: noVersion,
  },
  semver_greater_than_or_equal: {
    given: { value: '2.1.0' },
    holds: ['2.1.0', '2.1.0+build.7', '2.1.1'],
    fails: ['2.1.0-rc.1', '2.0.99'],
    wrong: noVersion,
  },
  semver_less_than: {
    given: { value: '2.1.0' },
    holds: ['2.1.0-rc.1', '2.0.99', '0.0.0-0'],
    fails: ['2.1.0', '2.1.0+build.7', '2.10.0'],
    wrong: noVersion,
  },
  semver_less_than_or_equal: {
    given: { value: '2.1.0' },
    holds: ['2.1.0', '2.1.0+build.7', '2.1.0-rc.1'],
    fails: ['2.1.1-alpha', '2.10.0'],
    wrong: noVersion,
  },
  semver_matches: {
    given: { values: ['^2.1', '>=4 <5'] },
    holds: ['2.1.0', '2.9.0', '4.0.0', '2.2.0-beta.1', '2.1.0+build.7'],
    fails: ['2.0.9', '3.0.0', '5.0.0-beta', '12.1.0'],
    wrong: noVersion,
  },
  before,
  after,
  exists,
  in_cidr: inCidr,
  contains_all: {
    given: { values: ['vip', 'early', 7] },
    holds: [
      ['vip', 'early', 7],
      [7, 'new', 'early', 'vip', 'vip'],
    ],
    fails: [['vip', 'early'], ['vip', 'early', '7'], [], [['vip', 'early', 7]]],
    wrong: noArray,
  },
  size: {
    given: { value: 2 },
    holds: [
      ['vip', 'early'],
      [undefined, null],
    ],
    fails: [[], ['vip']],
    wrong: noArray,
  },
  size_at_least: { given: { value: 1 }, holds: [['vip'], [1, 2]], fails: [[]], wrong: noArray },
  size_at_most: { given: { value: 1 }, holds: [[], ['vip']], fails: [['vip', 'early']], wrong: noArray },
} satisfies Record<PositiveOperatorName, OperatorExample>;

/** All operators with their examples, the negative forms included. */
export const operatorExamples: readonly (readonly [OperatorName, OperatorExample])[] = Object.entries(examples).flatMap(
  ([name, { given, holds, fails, wrong }]) => {
    const op = name as PositiveOperatorName;
    return [
      [op, { given, holds, fails, wrong }],
      [`not_${op}`, { given, holds: fails, fails: holds, wrong }],
    ] as const;
  },
);

export function exampleOf(op: OperatorName): OperatorExample {
  const [, example] = operatorExamples.find(([name]) => name === op) ?? [];
  if (example === undefined) throw new RangeError(`"${op}" has no example.`);
  return example;
}
