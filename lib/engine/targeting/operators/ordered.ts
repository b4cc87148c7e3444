import type { OperatorOptions } from '../../extensions.js';
import type { Operator } from './operator.js';

/** A kind of values that have an order: operands and attributes are read by one function. */
export interface Order<T> extends Omit<Operator<string | number>, 'maxOperands' | 'compile'> {
  /** `undefined` for a wrong type. */
  readonly read: (value: unknown, options: OperatorOptions) => T | undefined;
  /** Negative when `a` comes first, 0 when they are the same. */
  readonly compare: (a: T, b: T) => number;
}

const MAX_OPERANDS = 100;

/** An operator that holds on one side of its operand; of several operands, the easiest to meet decides. */
export function ordered<T>(
  { read, compare, ...order }: Order<T>,
  holds: (comparison: number) => boolean,
): Operator<string | number> {
  return {
    ...order,
    maxOperands: MAX_OPERANDS,
    compile(operands, options) {
      const limit = operands
        .map((operand) => read(operand, options))
        .reduce((a, b) => (a !== undefined && b !== undefined && holds(compare(a, b)) ? b : a));
      if (limit === undefined) return () => undefined;
      return (value) => {
        const seen = read(value, options);
        return seen === undefined ? undefined : holds(compare(seen, limit));
      };
    },
  };
}

export const isSame = (comparison: number): boolean => comparison === 0;
export const isAbove = (comparison: number): boolean => comparison > 0;
export const isAtLeast = (comparison: number): boolean => comparison >= 0;
export const isBelow = (comparison: number): boolean => comparison < 0;
export const isAtMost = (comparison: number): boolean => comparison <= 0;
