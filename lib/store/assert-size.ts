import { InvalidOptionsError } from '../engine/flag.errors.js';

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a store's option is not a whole number of at least 1 */
export function assertSize(size: number, option: string, store: string): void {
  if (Number.isInteger(size) && size >= 1) return;
  throw new InvalidOptionsError(`Option "${option}" of ${store} must be a whole number of at least 1.`);
}
