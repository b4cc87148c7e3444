/**
 * Whether a value is text that can be stored and compared as an identity: a string within the bounds (in UTF-16 code
 * units) and of well-formed Unicode. A lone surrogate is rejected because UTF-8 has no form for it: two different ones
 * would share one Redis field, one line of a file and one hash.
 *
 * Cheap enough for every evaluation: it allocates nothing, and V8 answers for Latin-1 text without reading it.
 */
export function isText(value: unknown, max: number, min = 1): value is string {
  return typeof value === 'string' && value.length >= min && value.length <= max && value.isWellFormed();
}
