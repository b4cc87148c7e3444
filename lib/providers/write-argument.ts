import { objectArgument } from '../internal/options/arguments.js';

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a provider is not given a write */
export function assertWriteArgument(write: unknown): void {
  objectArgument(write, 'The write of a provider');
}
