import { z } from 'zod';
import { lengthOf } from '../../attributes/list-length.js';
import { isBoundedBigint } from '../../attributes/bounded-bigint.js';
import { refuseSize } from '../../attributes/context-limits.js';
import { longestText } from '../../attributes/longest-text.js';
import { integerOf, scalarSchema, type Scalar } from './equality.js';
import type { Operator } from './operator.js';

/** Matches an array that contains every operand; elements are compared as by `equals`. */
export const containsAll: Operator<Scalar> = {
  operand: scalarSchema,
  maxOperands: 1000,
  compares: 'the elements of lists',
  options: [],
  views: ['text', 'number', 'boolean', 'list'],
  wholeArray: true,
  comparesText: true,
  compile(operands) {
    const wanted = operands.map((scalar): Wanted => ({ scalar, integer: integerOf(scalar) }));
    const index = indexOf(wanted);
    const longest = longestText(operands);
    return (value) => {
      const length = lengthOf(value);
      if (length === undefined) return undefined;
      const list = value as readonly unknown[];
      return wanted.length <= FEW
        ? wanted.every((each) => includes(list, length, each))
        : includesAll(list, length, operands, index, longest);
    };
  },
};

/** An operand, and the bigint that equals it, if any. */
interface Wanted {
  readonly scalar: Scalar;
  readonly integer: bigint | undefined;
}

/** The operands by what equals them. */
type Index = ReadonlyMap<unknown, ReadonlySet<Scalar>>;

function indexOf(wanted: readonly Wanted[]): Index {
  const index = new Map<unknown, Set<Scalar>>();
  for (const { scalar, integer } of wanted) {
    for (const value of integer === undefined ? [scalar] : [scalar, integer]) {
      index.set(value, (index.get(value) ?? new Set()).add(scalar));
    }
  }
  return index;
}

/** The largest number of operands at which searching for each is faster than tracking the missing ones in a set. */
const FEW = 8;

export const MAX_SIZE = 10_000;

/** Creates an operator on the length of an array. */
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
        const length = lengthOf(value, MAX_SIZE); // elements are not read
        return length === undefined ? undefined : holds(length - operand);
      },
  };
}

/** Reads no more than `length` elements, because the length of a proxy may grow with each read. */
function includes(array: readonly unknown[], length: number, { scalar, integer }: Wanted): boolean {
  for (let i = 0; i < length; i++) {
    const element = array[i];
    if (element === scalar || (typeof element === 'bigint' && bounded(element) === integer)) return true;
  }
  return false;
}

/** Looks each element up once; text longer than every operand is not hashed. */
function includesAll(
  array: readonly unknown[],
  length: number,
  operands: readonly Scalar[],
  index: Index,
  longest: number,
): boolean {
  const missing = new Set(operands);
  for (let i = 0; i < length && missing.size > 0; i++) {
    const element = array[i];
    if (typeof element === 'string' && element.length > longest) continue;
    const found = index.get(typeof element === 'bigint' ? bounded(element) : element);
    if (found !== undefined) for (const scalar of found) missing.delete(scalar);
  }
  return missing.size === 0;
}

function bounded(value: bigint): bigint {
  return isBoundedBigint(value) ? value : refuseSize();
}
