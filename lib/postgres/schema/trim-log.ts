import type { Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import { dollarQuoted } from './quoted-sql.js';

/** The entries that one call removes at most; a call takes about 50 ms. */
export const TRIM_BATCH = 10_000;

/**
 * A function that removes the oldest entries of the log, up to the first one that is not older than `older_than`, and
 * never the last one. What remains is one unbroken hash chain. An age that is NULL, negative, or longer than the years since
 * the year 1 removes nothing. The function runs with the rights of its owner, so that the role that may call it can remove no
 * other entries.
 *
 * @returns statements that create the function, and let no role call it but its owner
 */
export function createTrimLog(names: PostgresNames): readonly string[] {
  const body = `
  WITH oldest AS (
    SELECT version, time FROM ${names.log}
      WHERE version < (SELECT version FROM ${names.position}) AND older_than > interval '0'
      ORDER BY version LIMIT at_most
  ), kept AS (
    SELECT min(version) AS version FROM oldest
      WHERE time >= to_char(
        greatest((clock_timestamp() - least(older_than, interval '6000 years')) AT TIME ZONE 'UTC', timestamp '0001-01-01'),
        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
      )
  ), removed AS (
    DELETE FROM ${names.log}
      WHERE version <= (SELECT max(version) FROM oldest)
        AND version < coalesce((SELECT version FROM kept), 9223372036854775807)
      RETURNING version
  )
  SELECT count(*) FROM removed
`;
  return [
    `CREATE OR REPLACE FUNCTION ${names.trimLog}(older_than interval, at_most integer DEFAULT ${TRIM_BATCH}) RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS ${dollarQuoted(body)}`,
    `REVOKE EXECUTE ON FUNCTION ${names.trimLog}(interval, integer) FROM PUBLIC`,
  ];
}

/**
 * Removes one batch of entries that are older than `milliseconds`. The row has their number as `removed`; if it is less
 * than {@link TRIM_BATCH}, no such entries remain.
 */
export function trimLogStatement(names: PostgresNames, milliseconds: number, batch: number = TRIM_BATCH): Statement {
  const interval = 'make_interval(secs => $1::float8 / 1000)';
  return {
    text: `SELECT ${names.trimLog}(${interval}, $2::integer)::float8 AS removed`,
    values: [milliseconds, batch],
  };
}
