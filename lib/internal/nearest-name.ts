/** The name that was most likely intended; `undefined` if more than a third of its letters differ. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const given = name.slice(0, MAX_LENGTH).toLowerCase();
  let nearest: string | undefined;
  let least = Math.ceil(given.length / 3);
  for (const candidate of names) {
    const distance = editDistance(given, candidate.toLowerCase());
    if (distance > least || (distance === least && nearest !== undefined)) continue;
    nearest = candidate;
    least = distance;
  }
  return nearest;
}

const MAX_LENGTH = 80;

/** The number of letters to insert, remove or replace (Levenshtein distance, row by row). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = at(row, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, at(row, j) + 1, at(next, j - 1) + 1));
    }
    row = next;
  }
  return at(row, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
