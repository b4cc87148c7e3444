import { listArgument, objectArgument } from '../internal/options/arguments.js';

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a store is not given entries and a position to append them after */
export function assertAppendArguments(entries: unknown, last: unknown): void {
  listArgument(entries, 'The entries of append');
  objectArgument(last, 'The position of append');
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a store is not given a query */
export function assertQueryArgument(query: unknown): void {
  objectArgument(query, 'The query of a store');
}
