import { DEFAULT_SCHEMA } from '../schema-name.js';

/**
 * The command that prints the SQL for a schema.
 *
 * @param from the first version that is missing
 */
export function sqlCommand(schema: string, from = 1): string {
  return [
    'npx nestjs-feature-flags postgres sql',
    ...(schema === DEFAULT_SCHEMA ? [] : [`--schema ${schema}`]),
    ...(from === 1 ? [] : [`--from ${from}`]),
  ].join(' ');
}
