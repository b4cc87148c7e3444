/**
 * The timeout of reading everything, or of writing many entries, as a multiple of the timeout of other calls: 100 MB may be
 * sent.
 */
export const LONG_CALL_FACTOR = 5;
