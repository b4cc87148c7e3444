import type { FlagKey } from './typed-flags.js';
import { InvalidFlagKeyError } from './flag.errors.js';

/** The grammar of the keys of flags and segments. */
export const FLAG_KEY = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/;

/** Whether `key` is a valid flag key: a letter or digit, then up to 127 of letters, digits and `. _ : / -`. */
export function isFlagKey(key: unknown): key is FlagKey {
  return typeof key === 'string' && FLAG_KEY.test(key);
}

/** @throws {InvalidFlagKeyError} when `key` is not a valid flag key. */
export function assertFlagKey(key: unknown): asserts key is string {
  if (!isFlagKey(key)) throw new InvalidFlagKeyError(key);
}
