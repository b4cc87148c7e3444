import { option } from '../internal/options/option-readers.js';

/** The schema of a store that is given none. */
export const DEFAULT_SCHEMA = 'feature_flags';

/** Matches names that are not longer than names of Postgres and of channels: in ASCII, a character is a byte. */
const SCHEMA_NAME = /^(?!pg_)[a-z_][\w-]{0,62}$/i;

/** The name of a schema: safe to show, and to repeat in a command. */
export const schemaNameOption = option<string>(
  (value) => typeof value === 'string' && SCHEMA_NAME.test(value),
  'must be the name of a schema: 1 to 63 letters, digits, underscores and hyphens, which begin with a letter or an ' +
    'underscore, and not with "pg_"',
);
