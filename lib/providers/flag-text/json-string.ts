const [QUOTE, BACKSLASH, UNICODE] = [0x22, 0x5c, 0x75];

/**
 * The offset after the JSON string that begins at `from`.
 *
 * @returns `-1 - offset` of the syntax error if the string is invalid
 */
export function endOfJsonString(text: string, from: number): number {
  let at = from + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < 0x20) break;
    if (code !== BACKSLASH) continue;
    const escape = text.charCodeAt(at + 1);
    if (escape === UNICODE) {
      if (!/^[\da-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) break;
      at += 5;
    } else if ('"\\/bfnrt'.includes(String.fromCharCode(escape)) && at + 1 < text.length) at++;
    else break;
  }
  return -1 - at;
}

/** The value of a valid JSON string. */
export function jsonStringValue(text: string, from: number, end: number): string {
  const raw = text.slice(from, end);
  return raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1);
}
