import { describe, expect, it } from '@jest/globals';
import { compileVariantDraw } from '../../lib/engine/allocation/variant-draw.js';
import type { FlagContext } from '../../lib/engine/flag-context.js';
import { compileCondition } from '../../lib/engine/targeting/compile/compile-condition.js';
import { conditionSchema } from '../../lib/engine/targeting/schema/condition.schema.js';
import { MILLISECOND, operationsOf } from '../support/operations.js';
import { compiled } from '../unit/engine/compiled.js';
import { scopeOf } from '../unit/engine/scopes.js';
import { managers } from '../unit/manager/managers.js';

const start = managers();

function many<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

const a = (length: number) => 'a'.repeat(length);
const THREE_CAPITALS = 'ΐ'; // three characters in upper case: nothing takes longer to compare without regard to case
const address = (i: number) => `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
const id = (i: number) => a(1000 - String(i).length) + i;
const LONGEST_BIGINT = 10n ** 1024n - 1n;
const LONG_BIGINTS = many(9, () => LONGEST_BIGINT);
const comparisonOf = (comparison: object) =>
  compileCondition(conditionSchema.parse({ attribute: 'seen', ...comparison }), scopeOf('sale'));
const seeing = (seen: unknown): FlagContext => ({ userAttributes: { seen } });

/** A comparison with as much as a definition may hold, and an attribute that makes it take as long as one can. */
const worst: [string, object, unknown][] = [
  [
    'an address with 1,000 ranges',
    { op: 'in_cidr', values: many(1000, (i) => `2001:db8:${i.toString(16)}::/48`) },
    many(100, () => '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'),
  ],
  [
    'an address written as IPv6',
    { op: 'not_in_cidr', values: many(1000, (i) => address(i * 7)) },
    many(100, () => '0000:0000:0000:0000:0000:ffff:100.100.100.100'),
  ],
  ['ids with 100,000 others', { op: 'in', values: many(100_000, (i) => `user-${i}`) }, many(1000, (i) => `guest-${i}`)],
  ['long ids with others of their length', { op: 'in', values: many(1000, id) }, many(1000, () => a(1000))],
  [
    'texts without regard to case',
    { op: 'in', values: many(1000, (i) => THREE_CAPITALS.repeat(20) + i), ignoreCase: true },
    many(1000, () => THREE_CAPITALS.repeat(8)),
  ],
  [
    'a long text without regard to case',
    { op: 'equals', value: THREE_CAPITALS.repeat(1000), ignoreCase: true },
    many(8, () => THREE_CAPITALS.repeat(999)),
  ],
  [
    'texts that may be numbers',
    { op: 'in', values: many(1000, (i) => i), as: 'number' },
    many(256, () => '1'.repeat(32)),
  ],
  ['a text that contains none of 1,000', { op: 'contains', values: many(1000, (i) => `${a(i % 16)}b`) }, a(8192)],
  [
    'a text that contains none of a few',
    { op: 'contains', values: many(8, (i) => `ιιι${i}`), ignoreCase: true },
    THREE_CAPITALS.repeat(8192),
  ],
  ['a text that nearly contains long ones', { op: 'contains', values: many(16, (i) => `b${a(990)}${i}`) }, a(8192)],
  [
    'a list of texts that contain nothing',
    { op: 'contains', values: many(1000, (i) => `${a(12)}${i}`) },
    many(1000, () => a(8)),
  ],
  ['the start of texts', { op: 'starts_with', values: many(16, (i) => `${a(990)}${i}`) }, many(8, () => a(1024))],
  ['the start of many texts', { op: 'starts_with', values: many(1000, (i) => `${a(8)}${i}`) }, many(1000, () => a(8))],
  [
    'the end of texts',
    { op: 'ends_with', values: many(16, (i) => `${i}x${a(990)}`), ignoreCase: true },
    many(8, () => a(1024)),
  ],
  ['the end of many texts', { op: 'ends_with', values: many(1000, (i) => `${i}x${a(8)}`) }, many(1000, () => a(8))],
  ['a pattern that tries all ways', { op: 'matches', value: '(.*a.*b){29}c' }, `${a(270)}c`],
  [
    'a pattern of many states',
    { op: 'matches', value: '[ab]*a[ab]{60}c' },
    `c${many(900, (i) => 'ab'[((i * i) % 7) % 2]).join('')}`,
  ],
  ['many patterns', { op: 'matches', values: many(8, (i) => `(.*a.*b){3}c${i}`) }, many(80, () => 'aac')],
  ['numbers in texts', { op: 'greater_than', value: 5, as: 'number' }, many(256, () => '1'.repeat(32))],
  [
    'versions',
    { op: 'semver_greater_than', value: '99.0.0', lenient: true },
    many(100, () => `1.0.0-${'a.'.repeat(37)}a`),
  ],
  [
    'versions with ranges',
    { op: 'semver_matches', values: many(50, (i) => `^${99 - i}`), lenient: true },
    many(100, () => `1.0.0-${'a.'.repeat(37)}a`),
  ],
  [
    'versions with other versions',
    { op: 'semver_equals', values: many(100, (i) => `99.0.${i}`), lenient: true },
    many(100, () => `1.0.0.4-${'a.'.repeat(36)}a`),
  ],
  ['the order of texts', { op: 'sorts_after', values: many(16, (i) => `${a(990)}b${i}`) }, many(8, () => a(1024))],
  ['dates', { op: 'after', value: '2030-01-01T00:00:00Z' }, many(100, () => `2026-01-01T00:00:00.${'1'.repeat(50)}Z`)],
  ['all of 1,000 in a list', { op: 'contains_all', values: many(1000, id) }, many(1000, () => a(1000))],
  ['all of a few in a list', { op: 'contains_all', values: many(8, id) }, many(1000, () => a(1000))],
  ['long bigints with texts', { op: 'in', values: many(1000, id) }, many(8, () => LONGEST_BIGINT)],
  [
    'all of a few with bigints',
    { op: 'contains_all', values: many(8, (i) => `${LONGEST_BIGINT - BigInt(i)}`) },
    many(1000, () => LONGEST_BIGINT - 9n),
  ],
  [
    'all of 1,000 with bigints',
    { op: 'contains_all', values: many(1000, (i) => `${LONGEST_BIGINT - BigInt(i)}`) },
    many(1000, () => LONGEST_BIGINT - 9n),
  ],
  ['the size of a list', { op: 'size', value: 10 }, many(10_000, () => 1)],
];

describe('No comparison takes a millisecond, whatever attribute a request sends, such as', () => {
  it.each(worst)('%s', (_, comparison, seen) => {
    const matches = comparisonOf(comparison);
    expect(matches(seeing(seen))).toBeDefined(); // within the limits, or this shows nothing
    expect(operationsOf(() => void matches(seeing(seen)))).toBeLessThan(MILLISECOND);
  });

  it.each([
    ['a list of a million addresses', { op: 'in_cidr', value: '10.0.0.0/8' }, many(1_000_000, () => '11.0.0.1')],
    ['a list of a million texts', { op: 'in', values: ['beta'] }, many(1_000_000, () => 'alpha')],
    ['a text of ten million characters', { op: 'contains', value: 'beta', ignoreCase: true }, a(10_000_000)],
    ['such an id', { op: 'in', values: many(1000, id) }, a(10_000_000)],
    ['such a number', { op: 'less_than', value: 5, as: 'number' }, '1'.repeat(10_000_000)],
    ['such a pattern', { op: 'matches', value: '(a+)+b' }, a(10_000_000)],
    [
      'a list of a thousand long texts',
      { op: 'starts_with', value: 'b', ignoreCase: true },
      many(1000, () => a(10_000)),
    ],
  ])('%s', (_, comparison, seen) => {
    const matches = comparisonOf(comparison);
    expect(operationsOf(() => void matches(seeing(seen)))).toBeLessThan(MILLISECOND / 100);
  });
});

describe('A value over the limits of a comparison opens no gate:', () => {
  const over: [string, object, unknown][] = [
    ['a list of 1,001 elements', { op: 'in', value: 'beta' }, many(1001, () => 'beta')],
    ['a list of 101 addresses', { op: 'in_cidr', value: '10.0.0.0/8' }, many(101, () => '10.0.0.1')],
    ['a list of 101 versions', { op: 'semver_equals', value: '1.0.0' }, many(101, () => '1.0.0')],
    ['a list of 101 dates', { op: 'before', value: '2030-01-01T00:00:00Z' }, many(101, () => '2026-01-01T00:00:00Z')],
    ['a text of 8,193 characters', { op: 'contains', value: 'beta' }, 'beta'.padEnd(8193)],
    ['a list with so many in all', { op: 'contains', value: 'beta' }, ['beta', a(8190)]],
    ['a text for a pattern of 1,025 characters', { op: 'matches', value: 'beta' }, 'beta'.padEnd(1025)],
    ['a number of 33 digits', { op: 'greater_than', value: 5, as: 'number' }, '1'.repeat(33)],
    ['a size above 10,000', { op: 'size_at_least', value: 5 }, many(10_001, () => 1)],
    ['a list of bigints with more than 8,192 characters in total', { op: 'in', value: 'beta' }, LONG_BIGINTS],
    ['such a list as text', { op: 'in', value: 'beta', as: 'text' }, LONG_BIGINTS],
    ['such a list to hold all as text', { op: 'contains_all', value: 'beta', as: 'text' }, LONG_BIGINTS],
    ['an array of 1,001 to hold all', { op: 'contains_all', value: 'beta' }, many(1001, () => 'beta')],
  ];

  it.each(over)('%s is undecided, even inside "not", and off without an error', (_, comparison, seen) => {
    const condition = { attribute: 'seen', ...comparison };
    const problems: string[] = [];
    for (const when of [condition, { not: condition }, { all: [condition] }, { not: { any: [condition] } }]) {
      const matches = compileCondition(
        conditionSchema.parse(when),
        scopeOf('sale', { report: (problem) => problems.push(problem) }),
      );
      expect(matches(seeing(seen))).toBeUndefined();
      const flag = { type: 'boolean', otherwise: false, rules: [{ when }] };
      expect(compiled('sale', flag)(seeing(seen)).enabled).toBe(false);
    }
    expect(problems[0]).toBe(
      'An attribute is over the size limit of comparisons, so the conditions of "sale" that read it are undecided.',
    );
  });

  it('another condition may still decide', () => {
    const tooLong = { attribute: 'seen', op: 'in', value: 'beta' };
    const isGold = { attribute: 'plan', op: 'equals', value: 'gold' };
    const context = { userAttributes: { seen: many(1001, () => 'beta'), plan: 'gold' } };
    const verdict = (when: object) => compileCondition(conditionSchema.parse(when), scopeOf('sale'))(context);
    expect(verdict({ any: [tooLong, isGold] })).toBe(true);
    expect(verdict({ all: [tooLong, { not: isGold }] })).toBe(false);
  });
});

describe('No draw takes a millisecond, whatever the targeting key, among', () => {
  const shares = many(100, (i) => ({ variant: `v${i}`, weight: 1 }));

  it.each(['ranges', 'rendezvous'] as const)('%s of 100 variants', (allocation) => {
    const draw = compileVariantDraw({ shares, bucketed: {}, allocation, sticky: undefined }, scopeOf('sale'));
    for (const unit of ['user-7', 'ä'.repeat(1024), a(10_000_000)]) {
      const ask = () => {
        try {
          draw({ userId: unit });
        } catch {
          // a key that is too long leaves the flag undecided
        }
      };
      expect(operationsOf(ask)).toBeLessThan(4 * MILLISECOND); // 2 ns a block
    }
    expect(() => draw({ userId: a(1025) })).toThrow(TypeError);
  });
});

describe('An explanation is bounded:', () => {
  it('a condition of 100,000 values that is evaluated a hundred times shows its first values', async () => {
    const tester = { attribute: 'plan', op: 'in', values: many(100_000, (i) => `plan-${i}`) } as const;
    const rules = many(100, () => ({ when: { segment: 'testers' } }));
    const { flags } = await start({
      initialFlags: { sale: { type: 'boolean', otherwise: false, rules } },
      initialSegments: { testers: { rules: many(2, () => tester) } },
    });
    const explanation = flags.explain('sale', { userId: 'ada', userAttributes: { plan: 'gold' } });
    expect(JSON.stringify(explanation).length).toBeLessThan(3_000_000);
  });
});
