import { z } from 'zod';
import type { Operator } from './operator.js';

/** The longest operand of a comparison of text, in characters. */
export const MAX_OPERAND_TEXT = 1000;

/** The longest attribute that text operators read, of a list in all, in characters. */
export const MAX_ATTRIBUTE_TEXT = 10_000;

export const contains = textOperator((text, part) => text.includes(part));
export const startsWith = textOperator((text, start) => text.startsWith(start));
export const endsWith = textOperator((text, end) => text.endsWith(end));

/**
 * Text without its case. Lower case alone would tell the two small sigmas apart, and upper case alone the Kelvin sign
 * from a K.
 */
export function withoutCase(text: string): string {
  return text.toLowerCase().toUpperCase();
}

function textOperator(holds: (text: string, operand: string) => boolean): Operator<string> {
  return {
    operand: z.string().min(1).max(MAX_OPERAND_TEXT), // every text contains the empty one
    maxOperands: 1000,
    maxText: MAX_ATTRIBUTE_TEXT,
    comparesText: true,
    options: ['ignoreCase'],
    compile(operands, { ignoreCase }) {
      const wanted = ignoreCase ? operands.map(withoutCase) : operands;
      return (value) => {
        if (typeof value !== 'string') return undefined;
        const text = ignoreCase ? withoutCase(value) : value;
        for (const operand of wanted) if (holds(text, operand)) return true;
        return false;
      };
    },
  };
}
