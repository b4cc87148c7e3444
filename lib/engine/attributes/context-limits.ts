/**
 * How much of a context a comparison looks at. What is larger leaves the comparison undecided, under `not` as well, so that
 * nobody opens a gate, or keeps a server busy, with a long attribute.
 */
export const ContextLimits = {
  /** Elements of a list. */
  elements: 1000,
  /** Elements of a list where each has to be parsed: addresses, versions and dates. */
  parsedElements: 100,
  /** Characters of a text, of a list in all, where each is looked at. */
  text: 8192,
  /** Characters of a text that stands for a number. */
  numberText: 32,
  /** Characters of a bigint in decimal, its sign included. */
  bigintText: 1024,
  /** Characters of a text that patterns are matched with, of a list in all. */
  patternText: 1024,
} as const;

/** Why a comparison is undecided. One for all: it takes no stack trace, however often it is thrown. */
const TOO_LARGE = new RangeError('The attribute is larger than what a comparison looks at.');

/** Ends a comparison with an attribute that is over a limit. */
export function refuseSize(): never {
  throw TOO_LARGE;
}

/** Whether a comparison was ended by {@link refuseSize}. */
export function isSizeRefusal(error: unknown): boolean {
  return error === TOO_LARGE;
}
