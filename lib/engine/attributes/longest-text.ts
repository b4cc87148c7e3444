/** The length of the longest text. Case folding never shortens text, so no longer text can equal any of these. */
export function longestText(texts: Iterable<unknown>): number {
  let longest = 0;
  for (const text of texts) if (typeof text === 'string') longest = Math.max(longest, text.length);
  return longest;
}
