import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { kindOf } from '../../internal/options/kind-of.js';
import type { Row } from './statement.js';

/**
 * The rows of the result of a statement.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a function of the application has returned something else
 */
export function resultRows(result: unknown): readonly Row[] {
  const rows: unknown = typeof result === 'object' && result !== null && 'rows' in result ? result.rows : undefined;
  if (Array.isArray(rows) && rows.every(isRow)) return rows;
  const given = Array.isArray(result) ? 'an array; use { rows }' : kindOf(result);
  throw new InvalidOptionsError(
    `The method "query" of the database must resolve to { rows }, with an object for each row; given: ${given}.`,
  );
}

function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null && !Array.isArray(row);
}
