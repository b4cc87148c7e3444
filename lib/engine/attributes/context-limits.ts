/**
 * Limits for the attributes that comparisons read. A comparison with a larger attribute is undecided, even under `not`,
 * so that nobody can open a gate or keep a server busy by sending a long attribute.
 */
export const ContextLimits = {
  /** Elements of a list. */
  elements: 1000,
  /** Elements of a list whose elements are parsed: addresses, versions and dates. */
  parsedElements: 100,
  /** Characters of a text, or of all texts in a list together, if every character is read. */
  text: 8192,
  /** Characters of a text that is read as a number. */
  numberText: 32,
  /** Characters of a bigint in decimal, its sign included. */
  bigintText: 1024,
  /** Characters of a text, or of all texts in a list together, that patterns are matched against. */
  patternText: 1024,
} as const;

/** Thrown when an attribute is over a limit. One shared instance, so that throwing it captures no stack trace. */
const TOO_LARGE = new RangeError('The attribute is over the size limit of comparisons.');

/** Ends a comparison with an attribute that is over a limit. */
export function refuseSize(): never {
  throw TOO_LARGE;
}

/** Whether a comparison was ended by {@link refuseSize}. */
export function isSizeRefusal(error: unknown): boolean {
  return error === TOO_LARGE;
}
