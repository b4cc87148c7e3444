import { describe, expect, it, jest } from '@jest/globals';
import type { CustomOperator } from '../../../../../lib/engine/extensions.js';
import { hostileObjects } from '../../hostile-objects.js';
import { holds } from '../operators/conditions.js';

/** Whether the operator says so of the attribute, and what was reported. */
function asked(
  operator: CustomOperator,
  value: unknown,
  rest: object = {},
): { held: boolean | undefined; reports: string[] } {
  const reports: string[] = [];
  const scope = { extensions: { operators: { fits: operator } }, report: (problem: string) => reports.push(problem) };
  return { held: holds({ op: 'custom:fits', ...rest }, value, scope), reports };
}

const divides: CustomOperator =
  ([divisor]) =>
  (value) =>
    typeof value === 'number' && typeof divisor === 'number' ? value % divisor === 0 : undefined;

const thrower: CustomOperator = () => (value) => {
  throw new RangeError(`cannot compare ${String(value)}`);
};

const picky: CustomOperator = () => {
  throw new TypeError('needs a country, not secret');
};

describe('A custom operator', () => {
  it('receives its operands and options once, and the attribute of each evaluation', () => {
    const test = jest.fn(() => true);
    const operator = jest.fn(() => test);
    expect(asked(operator, 'gold', { values: ['a', { b: 1 }], ignoreCase: true })).toEqual({ held: true, reports: [] });
    expect(operator.mock.calls).toEqual([[['a', { b: 1 }], { ignoreCase: true, lenient: false }]]);
    expect(test.mock.calls).toEqual([['gold']]);
  });

  it('decides whether the condition holds', () => {
    expect(asked(divides, 12, { value: 4 })).toEqual({ held: true, reports: [] });
    expect(asked(divides, 13, { value: 4 })).toEqual({ held: false, reports: [] });
    expect(asked(divides, '12', { value: 4 })).toEqual({ held: false, reports: [] });
  });

  it('may have no operand', () => {
    expect(asked((operands) => () => operands.length === 0, 'gold').held).toBe(true);
  });

  it('is called for each element of an array until one holds', () => {
    const test = jest.fn((value: unknown) => value === 'vip');
    expect(asked(() => test, ['early', 'vip', 'new']).held).toBe(true);
    expect(test.mock.calls).toEqual([['early'], ['vip']]);
  });

  it('is not called for a missing attribute, nor for nested arrays', () => {
    const test = jest.fn(() => true);
    expect(asked(() => test, undefined).held).toBe(false);
    expect(asked(() => test, [['vip'], undefined]).held).toBe(false);
    expect(test).not.toHaveBeenCalled();
  });

  it('is called for null only if null is an operand', () => {
    const test = jest.fn(() => true);
    expect(asked(() => test, null, { value: 5 }).held).toBe(false);
    expect(asked(() => test, null, { value: 5, negate: true }).held).toBe(false);
    expect(asked(() => test, [null], { value: 5 }).held).toBe(false);
    expect(test).not.toHaveBeenCalled();
    expect(asked(() => test, null, { values: [5, null] }).held).toBe(true);
  });

  it('is reported by the kind of its error when it throws, and leaves its condition undecided', () => {
    expect(asked(thrower, 'secret')).toEqual({
      held: undefined,
      reports: ['Operator "fits" failed for "sale", whose condition is undecided: it threw a RangeError'],
    });
  });

  it.each([['yes'], [1], [null], [Promise.resolve(true)]])(
    'is reported when it returns %p, and leaves its condition undecided',
    (answer) => {
      expect(asked(() => () => answer as unknown as boolean, 'gold')).toEqual({
        held: undefined,
        reports: [
          'Operator "fits" failed for "sale", whose condition is undecided: it must return true, false or undefined',
        ],
      });
    },
  );

  it('decides for the other elements when it fails for one', () => {
    const { held, reports } = asked(
      () => (value) => {
        if (value === 'odd') throw new Error('odd');
        return value === 'vip';
      },
      ['odd', 'vip'],
    );
    expect(held).toBe(true);
    expect(reports).toHaveLength(1);
  });

  it.each([['fits'], ['toString'], ['constructor'], ['hasOwnProperty']])(
    'named %s that is not registered is reported, and leaves its condition undecided',
    (name) => {
      const reports: string[] = [];
      const report = (problem: string) => reports.push(problem);
      expect(holds({ op: `custom:${name}` }, 'gold', { report })).toBeUndefined();
      expect(holds({ op: `custom:${name}` }, 'gold', { report, extensions: { operators: {} } })).toBeUndefined();
      const message = `Operator "${name}" failed for "sale", whose condition is undecided: it is not registered, or returns no function`;
      expect(reports).toEqual([message, message]);
    },
  );

  it('is reported on evaluation when it throws for its operands, and leaves its condition undecided', () => {
    expect(asked(picky, 'gold', { value: 'secret' })).toEqual({
      held: undefined,
      reports: ['Operator "fits" failed for "sale", whose condition is undecided: it threw a TypeError'],
    });
  });

  it('is reported when it returns no function, and leaves its condition undecided', () => {
    expect(asked((() => true) as unknown as CustomOperator, 'gold')).toEqual({
      held: undefined,
      reports: [expect.stringMatching(/: it is not registered, or returns no function$/)],
    });
  });

  it('is not looked up among inherited properties', () => {
    const operators = Object.create({ fits: () => () => true }) as Record<string, CustomOperator>;
    expect(holds({ op: 'custom:fits' }, 'gold', { extensions: { operators } })).toBeUndefined();
  });

  it('needs no listener for reports', () => {
    expect(holds({ op: 'custom:fits' }, 'gold')).toBeUndefined();
  });

  it.each(Object.entries(hostileObjects))('may fail on %s without affecting the application', (_, make) => {
    expect(asked(() => (value) => String(value) === 'gold', make()).held).not.toBe(true);
  });
});
