import { RE2JS, RE2JSSyntaxException } from 're2js';
import { z } from 'zod';
import type { Operator } from './operator.js';
import { MAX_ATTRIBUTE_TEXT } from './text.js';

/** A pattern takes about a microsecond a character at worst for each 30 instructions: hence both limits. */
const MAX_INSTRUCTIONS = 1000;

/**
 * Text in which one of the patterns is found, anywhere unless it is anchored. RE2 syntax: linear in time, whatever the
 * pattern and the text, and therefore without look-around and back references.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export const matches: Operator<string> = {
  operand: z.string().min(1).max(1000),
  maxOperands: 100,
  options: ['ignoreCase'],
  maxText: MAX_ATTRIBUTE_TEXT,
  comparesText: true,
  problem(pattern) {
    try {
      const size = RE2JS.compile(pattern).programSize();
      return size <= MAX_INSTRUCTIONS ? undefined : 'is too large a pattern: lower its {repetitions}, or split it';
    } catch (error) {
      const why = error instanceof RE2JSSyntaxException ? error.getDescription() : 'it cannot be compiled';
      return `must be a pattern in RE2 syntax (no look-around, no back references): ${why}`;
    }
  },
  compile(operands, { ignoreCase }) {
    const patterns = operands.map((operand) => RE2JS.compile(operand, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0));
    return (value) => {
      if (typeof value !== 'string') return undefined;
      for (const pattern of patterns) if (pattern.test(value)) return true;
      return false;
    };
  },
};
