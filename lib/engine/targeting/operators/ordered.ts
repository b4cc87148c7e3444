import type { OperatorOptions } from '../../extensions.js';
import type { Operator } from './operator.js';

/** A type of ordered values; the same function reads operands and attributes. */
export interface Order<T> extends Omit<Operator<string | number>, 'maxOperands' | 'compile'> {
  /** Reads a value; `undefined` for a wrong type. */
  readonly read: (value: unknown, options: OperatorOptions) => T | undefined;
  /** Negative if `a` comes first, 0 if both are equal. */
  readonly compare: (a: T, b: T) => number;
}

const MAX_OPERANDS = 100;

/**
 * Creates an operator that holds on one side of its operand. Of several operands, the least restrictive one decides.
 */
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
        const found = read(value, options);
        return found === undefined ? undefined : holds(compare(found, limit));
      };
    },
  };
}

export const isSame = (comparison: number): boolean => comparison === 0;
export const isAbove = (comparison: number): boolean => comparison > 0;
export const isAtLeast = (comparison: number): boolean => comparison >= 0;
export const isBelow = (comparison: number): boolean => comparison < 0;
export const isAtMost = (comparison: number): boolean => comparison <= 0;
