import { endOfJsonString, jsonStringValue } from './json-string.js';
import type { ParsedText, TextProblem } from './parsed-text.js';

/** How deeply collections may be nested in the text of a flag file. */
export const MAX_TEXT_DEPTH = 100;

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const MAX_NUMBER = 400; // characters, more than any number needs
const [QUOTE, COMMA, COLON] = [0x22, 0x2c, 0x3a];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Parses JSON in one pass over the text, without recursion. It is stricter than `JSON.parse` in three ways: an object
 * must not have duplicate names, numbers must be represented exactly or at least be finite, and nesting is bounded.
 *
 * `jsonc-parser` 3.3 and `@humanwhocodes/momoa` 3.3 are not used: neither reports duplicate names, both overflow the
 * stack at 100,000 brackets, and their syntax trees take 60 to 120 MB for a text of 2.9 MB, where this function takes
 * 10 to 20.
 *
 * @param maxDepth how deeply the collections of the text may be nested
 */
export function parseJsonText(text: string, maxDepth = MAX_TEXT_DEPTH): ParsedText {
  let at = 0;
  /** The names of each open object so far, with their positions; `undefined` for an array. */
  const open: (Map<string, number> | undefined)[] = [];
  let due: 'value' | 'first item' | 'name' | 'first name' | 'colon' | 'end' = 'value';
  for (;;) {
    while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++;
    if (at >= text.length) break;
    const code = text.charCodeAt(at);
    const names = open.at(-1);
    if (due === 'end') {
      if (open.length === 0) return invalidJson(at);
      if (code === COMMA) due = names === undefined ? 'value' : 'name';
      else if (code === (names === undefined ? CLOSE_ARRAY : CLOSE_OBJECT)) open.pop();
      else return invalidJson(at);
      at++;
    } else if (due === 'colon') {
      if (code !== COLON) return invalidJson(at);
      due = 'value';
      at++;
    } else if ((due === 'first name' && code === CLOSE_OBJECT) || (due === 'first item' && code === CLOSE_ARRAY)) {
      open.pop();
      due = 'end';
      at++;
    } else if (due === 'name' || due === 'first name') {
      const start = at;
      if (code !== QUOTE) return invalidJson(at);
      const end = endOfJsonString(text, start);
      if (end < 0) return invalidJson(-1 - end);
      const name = jsonStringValue(text, start, end);
      const first = names?.get(name);
      if (first !== undefined) return duplicateKey(first, start);
      names?.set(name, start);
      at = end;
      due = 'colon';
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (open.length === maxDepth) {
        return { problem: `is nested deeper than ${MAX_TEXT_DEPTH} levels ({})`, offsets: [at] };
      }
      open.push(code === OPEN_OBJECT ? new Map() : undefined);
      due = code === OPEN_OBJECT ? 'first name' : 'first item';
      at++;
    } else if (code === QUOTE) {
      const end = endOfJsonString(text, at);
      if (end < 0) return invalidJson(-1 - end);
      at = end;
      due = 'end';
    } else {
      const start = at;
      while (at < text.length && /[-+.\w]/.test(text.charAt(at))) at++;
      const word = text.slice(start, Math.min(at, start + MAX_NUMBER + 1));
      if (word !== 'true' && word !== 'false' && word !== 'null') {
        if (!NUMBER.test(word)) return invalidJson(start);
        const number = Number(word);
        const isExact = /[.eE]/.test(word) ? Number.isFinite(number) : Number.isSafeInteger(number);
        if (!isExact || word.length > MAX_NUMBER) {
          return { problem: 'has a number that is too large ({}): write it as a string', offsets: [start] };
        }
      }
      due = 'end';
    }
  }
  if (due !== 'end' || open.length > 0) return invalidJson(text.length);
  return { value: JSON.parse(text) };
}

export function invalidJson(offset: number): TextProblem {
  return { problem: 'is not valid JSON ({})', offsets: [offset] };
}

export function duplicateKey(first: number, second: number): TextProblem {
  return { problem: 'has a duplicate key, at {} and at {}: remove one of them', offsets: [first, second] };
}
