/** What one variant has reached. */
export interface VariantCounts {
  readonly variant: string;
  /** Units that were exposed to this variant, and to no other one. */
  readonly units: number;
  /** Those of them that did what the experiment counts, after their first exposure. */
  readonly converted: number;
}

/** Values: the key of the flag, the name of the tracked event, and the start of the experiment. */
export const COUNTS = `
  WITH exposed AS (
    SELECT targeting_key_path, targeting_key, min(variant) AS variant, min(time) AS time
    FROM flag_events
    WHERE name = 'feature_flag.exposure' AND flag_key = $1 AND assignment = 'random' AND time >= $3
    GROUP BY targeting_key_path, targeting_key
    HAVING count(DISTINCT variant) = 1
  )
  SELECT variant, count(*)::int AS units, count(*) FILTER (WHERE EXISTS (
    SELECT FROM flag_events AS event
    WHERE event.name = $2 AND event.targeting_key = exposed.targeting_key
      AND event.targeting_key_path = exposed.targeting_key_path AND event.time >= exposed.time
  ))::int AS converted
  FROM exposed GROUP BY variant ORDER BY variant`;
