import { z } from 'zod';
import { lengthOf, MAX_ELEMENTS } from './elements.js';
import { scalarSchema, type Scalar } from './equality.js';
import type { Operator } from './operator.js';

/** An array among whose elements is every operand, by strict equality. */
export const containsAll: Operator<Scalar> = {
  operand: scalarSchema,
  maxOperands: 1000,
  options: [],
  wholeArray: true,
  compile: (operands) => (value) => {
    const length = lengthOf(value);
    if (length === undefined) return undefined;
    for (const operand of operands) if (!includes(value as readonly unknown[], length, operand)) return false;
    return true;
  },
};

/** An array of a certain length. */
export function sized(holds: (comparison: number) => boolean): Operator<number> {
  return {
    operand: z.int().min(0).max(MAX_ELEMENTS),
    maxOperands: 1,
    options: [],
    wholeArray: true,
    compile:
      ([operand = 0]) =>
      (value) => {
        const length = lengthOf(value);
        return length === undefined ? undefined : holds(length - operand);
      },
  };
}

/** Asks for no more than `length` elements: that of a proxy may grow with every look. */
function includes(array: readonly unknown[], length: number, wanted: Scalar): boolean {
  for (let i = 0; i < length; i++) if (array[i] === wanted) return true;
  return false;
}
