import { distance } from 'fastest-levenshtein';

const MAX_LENGTH = 128;
const MAX_EDITS = 8;
const MAX_PAIRS = 5_000_000; // pairs of letters: 10,000 names of 22 letters, or 300 of 128

/**
 * The name that was most likely intended; `undefined` if more than a third of its letters differ, or more than 8. Takes
 * at most about 5 ms, because evaluations wait for it: further names are not compared.
 */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  const given = name.slice(0, MAX_LENGTH).toLowerCase();
  let nearest: string | undefined;
  let least = Math.min(MAX_EDITS, Math.ceil(given.length / 3));
  let pairs = 0;
  for (const candidate of names) {
    // The distance is at least the difference of the lengths, which spares most candidates the comparison.
    if (Math.abs(candidate.length - given.length) > least) continue;
    pairs += given.length * candidate.length;
    if (pairs > MAX_PAIRS) break;
    const edits = distance(given, candidate.toLowerCase());
    if (edits > least || (edits === least && nearest !== undefined)) continue;
    nearest = candidate;
    least = edits;
  }
  return nearest;
}

/** The sentence for the end of a message that suggests the nearest name; empty if no name is near. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}
