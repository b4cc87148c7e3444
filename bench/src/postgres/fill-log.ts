import type { Pool } from 'pg';

/** How many entries the log has whose pages are read. */
export const LOG_COUNT = 1_000_000;

/** The time of the first entry; the last one is a year later. */
export const LOG_BEGIN = Date.UTC(2025, 0, 1);

/** The properties of few entries, all of them at the beginning of the log. */
export const RARE = { key: 'rare', actor: 'eve', action: 'flag_deleted' } as const;

/** Writes entries of half a kilobyte. */
export async function fillLog(pool: Pool, schema: string, count: number): Promise<void> {
  await pool.query(
    `INSERT INTO "${schema}".log (version, time, key, action, actor, entry)
      SELECT version, time, key, action, actor, json_build_object('id', version::text, 'version', version, 'time', time, 'key', key,
          'action', action, 'actor', actor::json, 'origin', 'api', 'before', NULL, 'after', NULL, 'previousHash', md5(key),
          'hash', md5(time), 'reason', repeat(md5(version::text), 6))::text
        FROM (
          SELECT i AS version,
              to_char(to_timestamp($2::float8 / 1000 + i * 31536000.0 / $1) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS time,
              CASE WHEN i <= 5 THEN '${RARE.key}' ELSE 'flag_' || i % 1000 END AS key,
              CASE WHEN i <= 5 THEN '${RARE.action}' WHEN i % 3 = 0 THEN 'flag_updated' ELSE 'override_set' END AS action,
              CASE WHEN i <= 5 THEN '"${RARE.actor}"' ELSE '"operator ' || i % 50 || '"' END AS actor
            FROM generate_series(1, $1::int) AS i
        ) AS entries`,
    [count, LOG_BEGIN],
  );
  await pool.query('VACUUM ANALYZE');
}
