/** The edge at which texts are compared. */
export type Edge = 'start' | 'end';

/**
 * Tests by binary search whether a text starts, or ends, with one of many texts. If these are sorted and none of them
 * starts with another, only the last one that does not sort after the text can be its start.
 *
 * @param wanted must not contain empty text
 */
export function edgeSearch(wanted: readonly string[], edge: Edge): (text: string) => boolean {
  const compare = edge === 'start' ? compareFromStart : compareFromEnd;
  const isEdge = (text: string, part: string) => (edge === 'start' ? text.startsWith(part) : text.endsWith(part));
  const sorted: string[] = [];
  for (const each of wanted.toSorted(compare)) {
    const before = sorted.at(-1);
    if (before === undefined || !isEdge(each, before)) sorted.push(each); // else the shorter one already covers it
  }
  return (text) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(sorted[middle] ?? '', text) <= 0) low = middle + 1;
      else high = middle;
    }
    const candidate = sorted[low - 1];
    return candidate !== undefined && isEdge(text, candidate);
  };
}

function compareFromStart(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function compareFromEnd(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 1; i <= shorter; i++) {
    const difference = a.charCodeAt(a.length - i) - b.charCodeAt(b.length - i);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
