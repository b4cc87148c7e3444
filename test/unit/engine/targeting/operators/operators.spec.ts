import { describe, expect, it } from '@jest/globals';
import {
  operatorNamed,
  operators,
  type NamedOperator,
  type OperatorName,
} from '../../../../../lib/engine/targeting/operators.js';
import { hostileObjects } from '../../hostile-objects.js';
import { holds } from './conditions.js';
import { operatorExamples, type OperatorExample } from './operator-examples.js';

const examples = operatorExamples;
const ofElements = examples.filter(([op]) => operatorOf(op).operator.wholeArray !== true);
const positive = ofElements.filter(([op]) => !operatorOf(op).isNegative);
const negative = ofElements.filter(([op]) => operatorOf(op).isNegative);

function operatorOf(op: OperatorName): NamedOperator {
  const found = operatorNamed(op);
  if (found === undefined) throw new RangeError(`"${op}" is no operator.`);
  return found;
}

/** The operator with its example's operands. */
function use([op, { given }]: readonly [OperatorName, OperatorExample]): { op: string } {
  return { op, ...given };
}

describe('The table of operators', () => {
  it('has a negative form of each operator, named with the prefix "not_"', () => {
    for (const name of Object.keys(operators)) {
      expect(operatorNamed(name)).toMatchObject({ name, isNegative: false });
      expect(operatorNamed(`not_${name}`)).toMatchObject({ name, isNegative: true });
      expect(operatorNamed(`not_not_${name}`)).toBeUndefined();
    }
  });
});

describe.each(examples)('The operator %s', (op, example) => {
  const comparison = { op, ...example.given };

  it('holds', () => {
    expect(example.holds.filter((value) => !holds(comparison, value))).toStrictEqual([]);
    expect(example.holds).not.toStrictEqual([]);
  });

  it('does not hold', () => {
    expect(example.fails.filter((value) => holds(comparison, value))).toStrictEqual([]);
    expect(example.fails).not.toStrictEqual([]);
  });

  it('has a negative form that is short for "negate"', () => {
    if (op.startsWith('not_')) return;
    const all = [...example.holds, ...example.fails, ...example.wrong, undefined, [...example.fails]];
    const inFull = all.map((value) => holds({ ...comparison, negate: true }, value));
    expect(inFull).toStrictEqual(all.map((value) => holds({ ...comparison, op: `not_${op}` }, value)));
  });

  it('does not hold for a wrong type', () => {
    expect(example.wrong.filter((value) => holds(comparison, value))).toStrictEqual([]);
  });

  it(op === 'not_exists' ? 'holds for a missing attribute' : 'does not hold for a missing attribute', () => {
    expect(holds(comparison, undefined)).toBe(op === 'not_exists');
  });

  it.each(Object.entries(hostileObjects))('does not fail for %s', (_, make) => {
    const verdict = holds(comparison, make());
    expect(op === 'exists' ? verdict : verdict !== true).toBe(true);
  });
});

describe.each(positive)('Over an array, the operator %s', (op, example) => {
  const comparison = use([op, example]);

  it('holds when any element does, whatever the others are', () => {
    const others = [...Object.values(hostileObjects).map((make) => make()), ...example.wrong, ...example.fails];
    expect(example.holds.filter((value) => !holds(comparison, [...others, value]))).toStrictEqual([]);
  });

  it('does not hold when no element does', () => {
    expect(holds(comparison, [...example.fails])).toBe(false);
    expect(holds(comparison, [...example.wrong])).toBe(false);
    expect(holds(comparison, [])).toBe(false);
  });
});

describe.each(negative)('Over an array, the negative operator %s', (op, example) => {
  const comparison = use([op, example]);

  it('holds when no element meets its opposite, whatever else they are', () => {
    expect(example.holds.filter((value) => !holds(comparison, [null, value, {}]))).toStrictEqual([]);
    expect(holds(comparison, [...example.holds])).toBe(true);
  });

  it('holds for an empty array', () => {
    expect(holds(comparison, [])).toBe(true);
  });

  it('does not hold when an element meets its opposite', () => {
    expect(example.fails.filter((value) => holds(comparison, [...example.holds, value]))).toStrictEqual([]);
  });

  it('does not hold when all elements are of a wrong type', () => {
    expect(holds(comparison, [...example.wrong])).toBe(false);
  });
});

describe.each(ofElements)('In an array, the operator %s', (op, example) => {
  const comparison = use([op, example]);
  const [value] = example.holds;

  it('ignores nested arrays', () => {
    expect(holds(comparison, [[value]])).toBe(false);
  });

  it('reads a limited number of elements, and none of a longer array', () => {
    const { maxElements = 1000 } = operatorOf(op).operator;
    expect(maxElements).toBe(/semver|cidr|^(?:not_)?(?:before|after)$/.test(op) ? 100 : 1000);
    const some = Array.from({ length: maxElements }).fill(null);
    expect(holds(comparison, some.with(maxElements - 1, value))).toBe(true);
    expect(holds(comparison, [value, ...some])).toBeUndefined();
  });
});
