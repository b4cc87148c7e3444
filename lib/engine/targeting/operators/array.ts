import { z } from 'zod';
import { lengthOf } from '../../attributes/list-length.js';
import { longestText, scalarSchema, type Scalar } from './equality.js';
import type { Operator } from './operator.js';

/** An array among whose elements is every operand, by strict equality. */
export const containsAll: Operator<Scalar> = {
  operand: scalarSchema,
  maxOperands: 1000,
  compares: 'the elements of lists',
  options: [],
  views: ['text', 'number', 'boolean', 'list'],
  wholeArray: true,
  compile(operands) {
    const wanted = new Set<unknown>(operands);
    const longest = longestText(operands);
    return (value) => {
      const length = lengthOf(value);
      if (length === undefined) return undefined;
      return wanted.size <= FEW
        ? operands.every((operand) => includes(value as readonly unknown[], length, operand))
        : includesAll(value as readonly unknown[], length, wanted, longest);
    };
  },
};

/** Up to here looking for one after another takes less than a set of what is still missing. */
const FEW = 8;

export const MAX_SIZE = 10_000;

/** An array of a certain length. */
export function sized(holds: (comparison: number) => boolean): Operator<number> {
  return {
    operand: z.int().min(0).max(MAX_SIZE),
    maxOperands: 1,
    compares: 'the lengths of lists',
    options: [],
    views: ['list'],
    wholeArray: true,
    compile:
      ([operand = 0]) =>
      (value) => {
        const length = lengthOf(value, MAX_SIZE); // no element is looked at
        return length === undefined ? undefined : holds(length - operand);
      },
  };
}

/** Asks for no more than `length` elements: that of a proxy may grow with every look. */
function includes(array: readonly unknown[], length: number, wanted: Scalar): boolean {
  for (let i = 0; i < length; i++) if (array[i] === wanted) return true;
  return false;
}

/** Each element is looked up once; a text longer than all operands is not hashed. */
function includesAll(
  array: readonly unknown[],
  length: number,
  wanted: ReadonlySet<unknown>,
  longest: number,
): boolean {
  const missing = new Set(wanted);
  for (let i = 0; i < length && missing.size > 0; i++) {
    const element = array[i];
    if (typeof element !== 'string' || element.length <= longest) missing.delete(element);
  }
  return missing.size === 0;
}
