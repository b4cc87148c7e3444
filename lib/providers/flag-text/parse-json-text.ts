/* oxlint-disable unicorn/consistent-function-scoping -- the source of the function is run in a worker, alone */
import type { ParsedText } from './parsed-text.js';

/**
 * Parses JSON in one pass over the text, without recursion. Stricter than `JSON.parse` in three points: a name must not
 * occur twice in one object, numbers must survive being read, and nesting is bounded.
 *
 * Not `jsonc-parser` 3.3 or `@humanwhocodes/momoa` 3.3: neither reports a name that occurs twice, both overflow the stack
 * at 100,000 brackets, and their trees, in which it could be found, take 60 to 120 MB for a text of 2.9 MB; here 10 to 20.
 *
 * Its source is run in a worker: it must not refer to anything outside itself but globals.
 */
export function parseJsonText(text: string): ParsedText {
  const MAX_DEPTH = 100;
  const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
  const MAX_NUMBER = 400; // characters: more than any number needs
  const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
  const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];
  const invalid = (offset: number): ParsedText => ({ problem: 'is not valid JSON ({})', offsets: [offset] });

  /** Behind the string that begins at `from`, or -1 with `at` where it is invalid. */
  const endOfString = (from: number): number => {
    for (at = from + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) return at + 1;
      if (code < 0x20) return -1;
      if (code !== BACKSLASH) continue;
      const escape = text[at + 1] ?? '';
      if (escape === 'u') {
        if (!/^[\da-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) return -1;
        at += 5;
      } else if ('"\\/bfnrt'.includes(escape) && escape !== '') at++;
      else return -1;
    }
    return -1;
  };

  let at = 0;
  /** For each open object the names so far and where they stand; `undefined` for an array. */
  const open: (Map<string, number> | undefined)[] = [];
  let due: 'value' | 'first item' | 'name' | 'first name' | 'colon' | 'end' = 'value';
  for (;;) {
    while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++;
    if (at >= text.length) break;
    const code = text.charCodeAt(at);
    const names = open.at(-1);
    if (due === 'end') {
      if (open.length === 0) return invalid(at);
      if (code === COMMA) due = names === undefined ? 'value' : 'name';
      else if (code === (names === undefined ? CLOSE_ARRAY : CLOSE_OBJECT)) open.pop();
      else return invalid(at);
      at++;
    } else if (due === 'colon') {
      if (code !== COLON) return invalid(at);
      due = 'value';
      at++;
    } else if ((due === 'first name' && code === CLOSE_OBJECT) || (due === 'first item' && code === CLOSE_ARRAY)) {
      open.pop();
      due = 'end';
      at++;
    } else if (due === 'name' || due === 'first name') {
      const start = at;
      const end = code === QUOTE ? endOfString(start) : -1;
      if (end < 0) return invalid(at);
      const raw = text.slice(start, end);
      const name = raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1);
      const first = names?.get(name);
      if (first !== undefined) {
        return { problem: 'has a duplicate key, at {} and at {}: remove one of them', offsets: [first, start] };
      }
      names?.set(name, start);
      at = end;
      due = 'colon';
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (open.length === MAX_DEPTH) {
        return { problem: `is nested deeper than ${MAX_DEPTH} levels ({})`, offsets: [at] };
      }
      open.push(code === OPEN_OBJECT ? new Map() : undefined);
      due = code === OPEN_OBJECT ? 'first name' : 'first item';
      at++;
    } else if (code === QUOTE) {
      const end = endOfString(at);
      if (end < 0) return invalid(at);
      at = end;
      due = 'end';
    } else {
      const start = at;
      while (at < text.length && /[-+.\w]/.test(text.charAt(at))) at++;
      const word = text.slice(start, Math.min(at, start + MAX_NUMBER + 1));
      if (word !== 'true' && word !== 'false' && word !== 'null') {
        if (!NUMBER.test(word)) return invalid(start);
        const number = Number(word);
        const isExact = /[.eE]/.test(word) ? Number.isFinite(number) : Number.isSafeInteger(number);
        if (!isExact || word.length > MAX_NUMBER) {
          return { problem: 'has a number that is too large ({}): write it as a string', offsets: [start] };
        }
      }
      due = 'end';
    }
  }
  if (due !== 'end' || open.length > 0) return invalid(text.length);
  return { value: JSON.parse(text) };
}
