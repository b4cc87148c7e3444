import { functionOption, option } from './option-readers.js';

/** What has members of its own to read, such as an entry or a query; each member is another matter. */
export const objectArgument = option<object>(
  (value) => typeof value === 'object' && value !== null,
  'must be an object',
);

export const listArgument = option<readonly unknown[]>((value) => Array.isArray(value), 'must be an array');

export const stringArgument = option<string>((value) => typeof value === 'string', 'must be a string');

/** Who listens to a provider. */
export const listenerArgument = functionOption<(error?: unknown) => void>();
