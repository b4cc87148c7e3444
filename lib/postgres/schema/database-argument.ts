import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { databaseOption } from '../database-options.js';
import type { PostgresDatabase } from '../postgres-database.js';
import { isPostgresUrl, POSTGRES_URL_FORM } from '../postgres-url.js';

/**
 * Reads the database that a function is given.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) with the place
 */
export function databaseArgument(given: unknown, place: string): PostgresDatabase | string {
  if (typeof given !== 'string') return databaseOption(given, place);
  if (isPostgresUrl(given)) return given;
  throw new InvalidOptionsError(`${place} must be a URL such as ${POSTGRES_URL_FORM}.`);
}
