import { describe, expect, it } from '@jest/globals';
import { compileCondition } from '../../../../../lib/engine/targeting/compile/compile-condition.js';
import { conditionSchema } from '../../../../../lib/engine/targeting/schema/condition.schema.js';
import type { AttributeView, View } from '../../../../../lib/engine/targeting/views/attribute-view.js';
import { views } from '../../../../../lib/engine/targeting/views/views.js';
import { hostileObjects } from '../../hostile-objects.js';
import { untyped } from '../../compiled.js';
import { scopeOf } from '../../scopes.js';
import { holds } from '../operators/conditions.js';

const noon = '2026-11-27T12:00:00Z';
const NOON = Date.parse(noon);

/** What each view accepts, with what it reads in it, and what counts as missing. */
const examples: Readonly<
  Record<
    AttributeView,
    { readonly reads: readonly (readonly [unknown, unknown])[]; readonly missing: readonly unknown[] }
  >
> = {
  text: {
    reads: [
      ['gold', 'gold'],
      ['', ''],
      [42, '42'],
      [-0.5, '-0.5'],
      [1e21, '1e+21'],
      [true, 'true'],
      [false, 'false'],
      [9_007_199_254_740_993n, '9007199254740993'],
    ],
    missing: [undefined, null, Number.NaN, Infinity, {}, [], new Date(0), Symbol('gold'), () => 'gold'],
  },
  number: {
    reads: [
      [42, 42],
      [7n, 7],
      [2n ** 53n + 1n, 2n ** 53n + 1n],
      ['9007199254740992', 2 ** 53],
      ['-9007199254740993', -9_007_199_254_740_993n],
      ['9'.repeat(32), 10n ** 32n - 1n],
      ...['0', '-0', '7', '-7', '0.1', '-12.50', '1234567890.0987654321'].map((text) => [text, Number(text)] as const),
    ],
    missing: [
      '',
      ' ',
      ' 5',
      '5 ',
      '+5',
      '05',
      '.5',
      '5.',
      '1e3',
      '0x10',
      '1_000',
      '1,000',
      '１２',
      'Infinity',
      'NaN',
      '5\n',
      '--5',
      '9007199254740993.5',
      'x'.repeat(400),
      undefined,
      null,
      Number.NaN,
      Infinity,
      true,
      {},
      [],
      new Date(5),
    ],
  },
  boolean: {
    reads: [
      [true, true],
      [false, false],
      ['true', true],
      ['false', false],
    ],
    missing: ['True', 'FALSE', ' true', 'yes', 'on', '1', '', 1, 0, null, undefined, {}, []],
  },
  instant: {
    reads: [
      [NOON, new Date(NOON)],
      [0, new Date(0)],
      [noon, new Date(NOON)],
      ['2026-11-27T13:00:00+01:00', new Date(NOON)],
      [new Date(NOON), new Date(NOON)],
    ],
    missing: [
      '2026-11-27',
      String(NOON),
      'now',
      '',
      new Date(Number.NaN),
      Number.NaN,
      9e15,
      5n,
      true,
      null,
      undefined,
      {},
    ],
  },
  list: {
    reads: [
      [
        ['a', 7],
        ['a', 7],
      ],
      ['a', ['a']],
      [' a ,b,, c d ,', ['a', 'b', 'c d']],
      ['', []],
      ['["a, b", 7, null]', ['a, b', 7, null]],
      ['[]', []],
      ...[' ["a", 7]', '["a", 7]\n', '\n\t ["a", 7]', '\u00a0["a", 7]', '\ufeff["a", 7]'].map(
        (text) => [text, ['a', 7]] as const,
      ),
      [7, [7]],
      [7n, [7n]],
      [true, [true]],
    ],
    missing: ['[a, b]', ' [a, b]', '["a"', '[1] 2', undefined, null, Number.NaN, {}, new Set(['a']), Symbol('a')],
  },
};

describe.each(Object.entries(examples))('The view "%s"', (name, { reads, missing }) => {
  const view: View = views[name as AttributeView];

  it.each(reads)('reads %p as %p', (value, expected) => {
    expect(view.read(value)).toStrictEqual(expected);
  });

  it('reads nothing from values that it does not accept', () => {
    expect(missing.filter((value) => view.read(value) !== undefined)).toStrictEqual([]);
  });

  it.each(Object.entries(hostileObjects))('opens no gate for %s', (_, make) => {
    const comparison = name === 'instant' ? { op: 'before', value: noon } : { op: 'in', values: [firstOf(name)] };
    expect(holds({ ...comparison, as: name }, make())).not.toBe(true);
    expect(holds({ ...comparison, op: `not_${comparison.op}`, as: name }, make())).not.toBe(true);
  });
});

function firstOf(view: string): unknown {
  return view === 'number' ? 5 : view === 'boolean' ? true : 'gold';
}

/** Whether a condition on the user's id holds. */
function holdsForUser(comparison: object, userId: bigint | number | string): boolean | undefined {
  const condition = conditionSchema.parse({ attribute: 'userId', ...comparison });
  return compileCondition(condition, scopeOf('sale'))(untyped({ userId }));
}

describe('A condition on a view', () => {
  it('compares what the view reads', () => {
    expect(holds({ op: 'in', values: ['true', '5'], as: 'text' }, true)).toBe(true);
    expect(holds({ op: 'in', values: ['true', '5'], as: 'text' }, 5)).toBe(true);
    expect(holds({ op: 'equals', value: 5, as: 'number' }, '5.0')).toBe(true);
    expect(holds({ op: 'equals', value: true, as: 'boolean' }, 'true')).toBe(true);
    expect(holds({ op: 'starts_with', value: '49', as: 'text' }, 4930)).toBe(true);
    expect(holds({ op: 'in_cidr', value: '10.0.0.0/8', as: 'list' }, '192.0.2.7, 10.1.2.3')).toBe(true);
    expect(holds({ op: 'size', value: 2, as: 'list' }, 'vip,early')).toBe(true);
    expect(holds({ op: 'contains_all', values: ['vip', 'early'], as: 'list' }, 'early, new, vip')).toBe(true);
    expect(holds({ op: 'contains_all', values: [1, 2], as: 'number' }, ['2', 1, 'x'])).toBe(true);
  });

  it('treats values that the view does not accept as missing, even when it is negated', () => {
    expect(holds({ op: 'not_equals', value: 5, as: 'number' }, 'abc')).toBe(false);
    expect(holds({ op: 'not_equals', value: 5, as: 'number' }, '6')).toBe(true);
    expect(holds({ op: 'not_equals', value: true, as: 'boolean' }, 'yes')).toBe(false);
    expect(holds({ op: 'not_in', values: ['vip'], as: 'list' }, {})).toBe(false);
    expect(holds({ op: 'not_contains', value: 'vip', as: 'text' }, null)).toBe(false);
  });

  it.each(['', ' ', '\n', '\t\r\n '])('finds an element in a list in JSON after the white space %j', (space) => {
    expect(holds({ op: 'not_in', values: ['admin'], as: 'list' }, `${space}["admin"]`)).toBe(false);
  });

  it('reads each element of a list by itself', () => {
    expect(holds({ op: 'equals', value: 5, as: 'number' }, ['abc', '5'])).toBe(true);
    expect(holds({ op: 'not_equals', value: 5, as: 'number' }, ['abc', '6'])).toBe(true);
    expect(holds({ op: 'not_equals', value: 5, as: 'number' }, ['abc', 'def'])).toBe(false);
    expect(holds({ op: 'equals', value: 5, as: 'number' }, [['5']])).toBe(false);
  });

  it('compares ids as text, unless the view differs', () => {
    expect(holdsForUser({ op: 'in', values: [42], as: 'list' }, '7, 42')).toBe(true);
    expect(holdsForUser({ op: 'in', values: ['42'], as: 'text' }, 42)).toBe(true);
    expect(holdsForUser({ op: 'contains_all', values: [42, '7'], as: 'list' }, '7, 42')).toBe(true);
    expect(holdsForUser({ op: 'contains_all', values: ['42', 7], as: 'list' }, '[7, "42"]')).toBe(true);
    expect(holdsForUser({ op: 'not_contains_all', value: '42', as: 'list' }, 42)).toBe(false);
    expect(holdsForUser({ op: 'equals', value: 42, as: 'number' }, '42')).toBe(true);
    expect(holdsForUser({ op: 'equals', value: 42, as: 'number' }, '42.0')).toBe(true);
  });

  it('is undecided for text over the limits', () => {
    const isAnyNumber = { op: 'greater_than', value: -1e308, as: 'number' };
    expect(holds(isAnyNumber, `0.${'3'.repeat(30)}`)).toBe(true);
    for (const digits of ['9'.repeat(33), `-0.${'3'.repeat(30)}`, `${'1'.repeat(32)}!`]) {
      expect([digits, holds(isAnyNumber, digits)]).toEqual([digits, undefined]);
    }
    expect(holds(isAnyNumber, `${'1'.repeat(31)} kilograms`)).toBe(false);
    expect(holds({ op: 'in', values: ['a'], as: 'list' }, 'a,'.repeat(4096))).toBeUndefined(); // 4,096 elements
    expect(holds({ op: 'in', values: ['a'], as: 'list' }, 'a'.padEnd(8193))).toBeUndefined();
    expect(holds({ op: 'in', values: ['a'], as: 'list' }, 'a'.padEnd(8192))).toBe(true);
    expect(holds({ op: 'in_cidr', values: ['::/0'], as: 'list' }, '::1,'.repeat(101))).toBeUndefined();
  });

  it('is undecided for bigints whose text exceeds the limit', () => {
    const hasFive = { op: 'contains', value: '5', as: 'text' };
    expect(holds(hasFive, 10n ** 1024n)).toBeUndefined();
    expect(holds(hasFive, [10n ** 1023n])).toBe(false);
    expect(holds(hasFive, Array.from({ length: 9 }).fill(10n ** 1023n))).toBeUndefined(); // 9,216 characters
    expect(holds({ op: 'contains_all', values: ['5'], as: 'text' }, [10n ** 1024n])).toBeUndefined();
    expect(holds({ op: 'matches', value: '5', as: 'text' }, 10n ** 1000n)).toBe(false);
    expect(holds({ op: 'matches', value: '[a-z]{400}5', as: 'text' }, 10n ** 1000n)).toBeUndefined();
    expect(holdsForUser({ op: 'matches', value: '5' }, 10n ** 1000n)).toBe(false);
    expect(holdsForUser({ op: 'matches', value: '[a-z]{400}5' }, 10n ** 1000n)).toBeUndefined();
  });

  it('compares whole numbers exactly, however they are written', () => {
    for (const seen of ['9007199254740993', 2n ** 53n + 1n]) {
      expect(holds({ op: 'equals', value: 2 ** 53, as: 'number' }, seen)).toBe(false);
      expect(holds({ op: 'greater_than', value: 2 ** 53, as: 'number' }, seen)).toBe(true);
    }
    expect(holds({ op: 'contains_all', values: [7, 2 ** 53], as: 'number' }, [2n ** 53n, '7'])).toBe(true);
  });

  it('passes the value of the view to a custom operator', () => {
    const seen: unknown[] = [];
    const spy = () => (value: unknown) => {
      seen.push(value);
      return false;
    };
    for (const as of ['text', 'number', 'boolean', 'instant', 'list']) {
      holds({ op: 'custom:spy', as }, ['true', 5], { extensions: { operators: { spy } } });
    }
    holds({ op: 'custom:spy', as: 'list' }, 'a,b', { extensions: { operators: { spy } } });
    expect(seen).toStrictEqual(['true', '5', 5, true, new Date(5), 'true', 5, 'a', 'b']);
  });
});
