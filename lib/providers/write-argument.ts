import { objectArgument } from '../internal/options/arguments.js';

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) unless the argument of a provider's write is an object */
export function assertWriteArgument(write: unknown): void {
  objectArgument(write, 'The write of a provider');
}
