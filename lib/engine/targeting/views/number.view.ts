import { ContextLimits, refuseSize } from '../../attributes/context-limits.js';
import type { View } from './attribute-view.js';

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const DIGITS = /^[-.\d]{32}/; // of a number that is longer than is looked at

/** Finite numbers and bigints as they are; decimal text such as `12.5` or `-3` as the number it stands for. */
export const numberView: View = {
  operand: 'number',
  read(value) {
    if (typeof value === 'string') return numberIn(value);
    return typeof value === 'bigint' || Number.isFinite(value) ? value : undefined;
  },
};

/** `Number` alone would take the empty text, blanks, `0x10` and `1e3` for numbers. */
function numberIn(text: string): number | undefined {
  if (text.length > ContextLimits.numberText) return DIGITS.test(text) ? refuseSize() : undefined;
  if (!DECIMAL.test(text)) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) return undefined; // several texts would be the same one
  return Number.isFinite(number) ? number : undefined;
}
