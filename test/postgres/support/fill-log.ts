import type { Pool } from 'pg';
import type { PostgresNames } from '../../../lib/postgres/postgres-names.js';

/** The time of the first entry. */
export const LOG_BEGIN = Date.UTC(2025, 0, 1);

/**
 * Fills the log with entries of half a kilobyte, spread over a year, without positions and documents: frequent keys, actors
 * and actions, and a few entries of `rare`, `eve` and `flag_deleted` at the beginning.
 */
export async function fillLog(pool: Pool, names: PostgresNames, count: number): Promise<void> {
  await pool.query(
    `INSERT INTO ${names.log} (version, time, key, action, actor, entry)
      SELECT i,
          to_char(to_timestamp($2::float8 / 1000 + i * 31536000.0 / $1) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          CASE WHEN i <= 5 THEN 'rare' ELSE 'flag_' || i % 1000 END,
          CASE WHEN i <= 5 THEN 'flag_deleted' WHEN i % 3 = 0 THEN 'flag_updated' ELSE 'override_set' END,
          CASE WHEN i <= 5 THEN '"eve"' ELSE '"operator ' || i % 50 || '"' END,
          '{"id":"' || i || '","padding":"' || repeat(md5(i::text), 14) || '"}'
        FROM generate_series(1, $1::int) AS i`,
    [count, LOG_BEGIN],
  );
}
