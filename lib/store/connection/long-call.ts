/** The timeout of a long call, as a multiple of the timeout of other calls: 100 MB may be sent. */
const LONG_CALL_FACTOR = 5;

/** More entries than this make an append a long call. */
const MANY_ENTRIES = 1000;

/** The timeout of reading everything, in milliseconds. */
export function longTimeout(timeout: number): number {
  return LONG_CALL_FACTOR * timeout;
}

/** The timeout of an append of so many entries, in milliseconds. */
export function appendTimeout(entries: number, timeout: number): number {
  return entries > MANY_ENTRIES ? longTimeout(timeout) : timeout;
}
