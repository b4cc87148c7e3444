import { z } from 'zod';
import { ContextLimits, refuseSize } from '../../attributes/context-limits.js';
import type { Order } from './ordered.js';

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const DIGITS = /^[-.\d]{32}/; // of a number that is longer than is looked at

/** Finite numbers and bigints; with `coerce` their decimal text too. */
export const numbers: Order<number> = {
  operand: z.number('must be a number; "coerce" is about the attribute'),
  options: ['coerce'],
  read(value, { coerce }) {
    if (coerce && typeof value === 'string') return numberIn(value);
    const number = typeof value === 'bigint' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  },
  compare: (a, b) => a - b,
};

/**
 * The number that decimal text such as `12.5` or `-3` stands for, else `undefined`. `Number` alone would take the empty
 * text, blanks, `0x10` and `1e3` for numbers.
 */
export function numberIn(text: string): number | undefined {
  if (text.length > ContextLimits.numberText) return DIGITS.test(text) ? refuseSize() : undefined;
  if (!DECIMAL.test(text)) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) return undefined; // several texts would be the same one
  return Number.isFinite(number) ? number : undefined;
}
