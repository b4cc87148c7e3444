/** Tests keys against patterns in which `*` stands for any text, such as `vendor:*`. */
export function keyPatterns(patterns: readonly string[]): (key: string) => boolean {
  return (key) => patterns.some((pattern) => matches(key, pattern.split('*')));
}

/** Whether a key consists of these parts, in order, with any text in between. */
function matches(key: string, [first = '', ...rest]: readonly string[]): boolean {
  if (!key.startsWith(first)) return false;
  const last = rest.at(-1);
  if (last === undefined) return key === first;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = key.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return key.length - last.length >= at && key.endsWith(last);
}
