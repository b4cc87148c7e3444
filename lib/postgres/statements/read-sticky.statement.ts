import type { Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import type { StickyAges } from '../sticky-ages.js';
import { timeBefore } from './sql-time.js';

/**
 * Reads the assignments of units that have not expired, in one statement for all of them. It writes nothing, so that it
 * works where nothing can be written; `is_due` says which rows to prolong.
 */
export function readStickyStatement({ sticky }: PostgresNames, units: readonly string[], ages: StickyAges): Statement {
  return {
    text: `
SELECT unit, flag, version::float8 AS version, variant, used_at < ${timeBefore('$3')} AS is_due
  FROM ${sticky} WHERE unit = ANY ($1::text[]) AND used_at > ${timeBefore('$2')}`,
    values: [units, ages.expired, ages.due],
  };
}

/** Prolongs the assignments of units. Rows that another session has locked are skipped: it prolongs or removes them. */
export function prolongStickyStatement(
  { sticky }: PostgresNames,
  units: readonly string[],
  ages: StickyAges,
): Statement {
  return {
    text: `
WITH due AS MATERIALIZED (
  SELECT unit, flag FROM ${sticky}
    WHERE unit = ANY ($1::text[]) AND used_at > ${timeBefore('$2')} AND used_at < ${timeBefore('$3')}
    ORDER BY unit, flag FOR UPDATE SKIP LOCKED
), prolonged AS (
  UPDATE ${sticky} AS assignment SET used_at = clock_timestamp()
    FROM due WHERE assignment.unit = due.unit AND assignment.flag = due.flag
    RETURNING assignment.unit
)
SELECT count(*)::float8 AS prolonged FROM prolonged`,
    values: [units, ages.expired, ages.due],
  };
}
