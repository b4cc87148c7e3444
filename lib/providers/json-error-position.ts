/**
 * Where in `text` JSON.parse stopped. V8's message tells it for most errors, but not for a token that is out of place.
 *
 * @param message what JSON.parse threw
 */
export function jsonErrorPosition(text: string, message: string): number {
  const told = /JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1];
  return told === undefined ? misplacedToken(text) : Number(told);
}

function misplacedToken(text: string): number {
  const token = /[ \t\r\n]*("[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{},:])?/y;
  for (let previous = ','; ;) {
    const found = token.exec(text)?.[1];
    if (found === undefined) return token.lastIndex;
    const valueIsDue = /^[[{,:]$/.test(previous) && !EMPTY.has(previous + found);
    if (valueIsDue && /^[\]},:]$/.test(found)) return token.lastIndex - 1;
    previous = found;
  }
}

const EMPTY: ReadonlySet<string> = new Set(['[]', '{}']);
