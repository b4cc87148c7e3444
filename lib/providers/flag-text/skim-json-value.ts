const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];
const LONGEST_WORD = 400;

/** The end of a value, and what {@link parseJsonMember} needs to verify the result of `JSON.parse`. */
export interface SkimmedValue {
  readonly end: number;
  /** The number of names in its objects. */
  readonly names: number;
  /** Whether the value may contain a number with more digits than any number needs. */
  readonly hasLongWords: boolean;
}

/**
 * Finds the end of the JSON value that begins at `from`, in time proportional to its length and without recursion. Only
 * strings and brackets are tracked, so an invalid value ends at its first syntax error or after it.
 */
export function skimJsonValue(text: string, from: number): SkimmedValue {
  const first = text.charCodeAt(from);
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) {
    const end = first === QUOTE ? endOfString(text, from) : endOfWord(text, from);
    return { end, names: 0, hasLongWords: first !== QUOTE && end - from > LONGEST_WORD };
  }
  let depth = 0;
  let names = 0;
  let last = from; // the last character that cannot be part of a number
  let hasLongWords = false;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === COLON) names++;
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth++;
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth--;
    else if (code !== COMMA) continue;
    hasLongWords ||= code !== QUOTE && at - last > LONGEST_WORD;
    last = at;
    if (depth === 0) return { end: at + 1, names, hasLongWords };
  }
  return { end: text.length, names, hasLongWords };
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
  return text.length;
}

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[-+.\w]/.test(text.charAt(at))) at++;
  return at;
}
