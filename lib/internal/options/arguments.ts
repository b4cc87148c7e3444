import { functionOption, option } from './option-readers.js';

/** An argument with members of its own, such as an entry or a query. The members are checked separately. */
export const objectArgument = option<object>(
  (value) => typeof value === 'object' && value !== null,
  'must be an object',
);

export const listArgument = option<readonly unknown[]>((value) => Array.isArray(value), 'must be an array');

export const stringArgument = option<string>((value) => typeof value === 'string', 'must be a string');

/** A listener of a provider. */
export const listenerArgument = functionOption<(error?: unknown) => void>();
