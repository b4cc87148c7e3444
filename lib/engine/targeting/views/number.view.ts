import { exactNumber } from '../../attributes/bounded-bigint.js';
import { ContextLimits, refuseSize } from '../../attributes/context-limits.js';
import type { View } from './attribute-view.js';

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const DIGITS = /^[-.\d]{32}/; // the start of a number that is too long

/**
 * Reads finite numbers as they are, and bigints and decimal text such as `12.5` or `-3` as the numbers that they
 * represent. An integer that a `number` cannot represent exactly is read as a bigint.
 */
export const numberView: View = {
  operand: 'number',
  read(value) {
    if (typeof value === 'string') return numberIn(value);
    if (typeof value === 'bigint') return exactNumber(value);
    return Number.isFinite(value) ? value : undefined;
  },
};

/** `Number` alone would also accept empty text, spaces, `0x10` and `1e3`. */
function numberIn(text: string): number | bigint | undefined {
  if (text.length > ContextLimits.numberText) return DIGITS.test(text) ? refuseSize() : undefined;
  if (!DECIMAL.test(text)) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || Number.isSafeInteger(number)) return number;
  return INTEGER.test(text) ? exactNumber(BigInt(text)) : undefined; // a fraction would be lost
}
