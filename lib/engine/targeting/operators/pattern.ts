import { RE2JS, RE2JSSyntaxException } from 're2js';
import { z } from 'zod';
import { ContextLimits } from '../../attributes/context-limits.js';
import type { OperatorOptions } from '../../extensions.js';
import type { Operator } from './operator.js';

/**
 * The maximum work of one match, in units: the instructions of all patterns times the characters of the text. Each unit
 * takes up to 13 ns on a slow machine, so a match takes less than a millisecond.
 */
export const MAX_WORK = 65_536;

/** The maximum number of instructions of all patterns of a condition; it allows texts of at least 64 characters. */
export const MAX_INSTRUCTIONS = 1024;

/** The maximum number of instructions of one pattern; re2js matches larger patterns 500 times more slowly. */
export const MAX_PATTERN_INSTRUCTIONS = 500;

/**
 * Matches text that contains a match of one of the patterns, at any position unless the pattern is anchored. Patterns
 * use RE2 syntax, which guarantees linear time for any pattern and text, and therefore has no look-around and no back
 * references.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export const matches: Operator<string> = {
  operand: z.string().min(1).max(1000),
  maxOperands: 100,
  compares: 'texts',
  options: ['ignoreCase'],
  views: ['text', 'list'],
  comparesText: true,
  problem(pattern) {
    try {
      const size = RE2JS.compile(pattern).programSize();
      return size <= MAX_PATTERN_INSTRUCTIONS ? undefined : tooLarge('is a pattern', size, MAX_PATTERN_INSTRUCTIONS);
    } catch (error) {
      const why = error instanceof RE2JSSyntaxException ? error.getDescription() : 'it cannot be compiled';
      return `must be a pattern in RE2 syntax (no look-around, no back references): ${why}`;
    }
  },
  problemOfAll(patterns, options) {
    const size = instructionsOf(compiled(patterns, options));
    if (size <= MAX_INSTRUCTIONS) return undefined;
    return tooLarge('are patterns', size, MAX_INSTRUCTIONS);
  },
  maxText(patterns, options) {
    return Math.min(ContextLimits.patternText, Math.floor(MAX_WORK / instructionsOf(compiled(patterns, options))));
  },
  compile(operands, options) {
    const patterns = compiled(operands, options);
    return (value) => {
      if (typeof value !== 'string') return undefined;
      // Not `pattern.test`: it builds its automaton lazily and keeps up to 8 MB of states that hostile texts have
      // caused.
      for (const pattern of patterns) if (pattern.matcher(value).find()) return true;
      return false;
    };
  },
};

function compiled(patterns: readonly string[], { ignoreCase }: OperatorOptions): RE2JS[] {
  return patterns.map((pattern) => RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0));
}

function instructionsOf(patterns: readonly RE2JS[]): number {
  return patterns.reduce((sum, pattern) => sum + pattern.programSize(), 0);
}

function tooLarge(what: string, size: number, limit: number): string {
  return `${what} of ${size} instructions, more than ${limit}: lower {repetitions}, or use several conditions`;
}
