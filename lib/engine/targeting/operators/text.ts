import { z } from 'zod';
import { edgeSearch } from './edge-search.js';
import type { Operator } from './operator.js';
import { textSearch } from './text-search.js';

/** The maximum length of an operand of a text comparison, in characters. */
export const MAX_OPERAND_TEXT = 1000;

/**
 * The maximum number of characters of all operands of one condition together, because the search keeps a node for each.
 */
export const MAX_OPERANDS_TEXT = 16_384;

/** The largest sizes at which searching for each operand in turn is faster, even in text that is crafted to be slow. */
const FEW = { operands: 8, characters: 32 };

export const contains = textOperator((operands) => {
  const characters = operands.reduce((sum, { length }) => sum + length, 0);
  if (operands.length > FEW.operands || characters > FEW.characters) return textSearch(operands);
  return anyOf(operands, (text, part) => text.includes(part));
});
export const startsWith = textOperator((operands) => {
  if (operands.length > FEW.operands) return edgeSearch(operands, 'start');
  return anyOf(operands, (text, start) => text.startsWith(start));
});
export const endsWith = textOperator((operands) => {
  if (operands.length > FEW.operands) return edgeSearch(operands, 'end');
  return anyOf(operands, (text, end) => text.endsWith(end));
});

/**
 * Folds the case of text. Lower case alone would distinguish the two lower-case sigmas, and upper case alone the Kelvin
 * sign from a K.
 */
export function withoutCase(text: string): string {
  return text.toLowerCase().toUpperCase();
}

function anyOf(operands: readonly string[], holds: (text: string, operand: string) => boolean): TextTest {
  return (text) => {
    for (const operand of operands) if (holds(text, operand)) return true;
    return false;
  };
}

type TextTest = (text: string) => boolean;

function textOperator(search: (operands: readonly string[]) => TextTest): Operator<string> {
  return {
    operand: z.string().min(1).max(MAX_OPERAND_TEXT), // every text contains the empty text
    maxOperands: 1000,
    maxOperandText: MAX_OPERANDS_TEXT,
    comparesText: true,
    compares: 'texts',
    options: ['ignoreCase'],
    views: ['text', 'list'],
    compile(operands, { ignoreCase }) {
      const holds = search(ignoreCase ? operands.map(withoutCase) : operands);
      return (value) => {
        if (typeof value !== 'string') return undefined;
        return holds(ignoreCase ? withoutCase(value) : value);
      };
    },
  };
}
