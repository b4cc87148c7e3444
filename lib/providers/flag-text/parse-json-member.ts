import type { JsonMember } from './json-outline.js';
import { parseJsonText } from './parse-json-text.js';
import type { ParsedText } from './parsed-text.js';

/**
 * Parses the value of one member of a text by the same rules that {@link parseJsonText} applies to a whole text. Nearly
 * all values are parsed by `JSON.parse`, in a fifth of the time; values that it may have misread are parsed again.
 *
 * @param maxDepth how deeply the value's collections may be nested
 */
export function parseJsonMember(text: string, member: JsonMember, maxDepth: number): ParsedText {
  const { start, end, names, hasLongWords } = member;
  const own = text.slice(start, end);
  if (!hasLongWords) {
    try {
      const value: unknown = JSON.parse(own);
      if (countNames(value, maxDepth) === names) return { value }; // a duplicate name is counted once
    } catch {
      // the strict parser reports the problem
    }
  }
  const parsed = parseJsonText(own, maxDepth);
  if ('value' in parsed) return parsed;
  return { ...parsed, offsets: parsed.offsets.map((offset) => start + offset) };
}

/** Parses the value of one member of a text that was generated from data and is therefore valid. */
export function parseTrustedMember(text: string, { start, end }: JsonMember): ParsedText {
  return { value: JSON.parse(text.slice(start, end)) };
}

/** Counts the names in all objects of a value; NaN if numbers may be inexact or it is nested too deeply. */
function countNames(value: unknown, maxDepth: number): number {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? 0 : NaN;
  if (typeof value !== 'object' || value === null) return 0;
  if (maxDepth === 0) return NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item !== 'string') count += countNames(item, maxDepth - 1);
    return count;
  }
  const values: readonly unknown[] = Object.values(value);
  for (const each of values) count += 1 + countNames(each, maxDepth - 1);
  return count;
}
