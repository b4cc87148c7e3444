import type { Pool } from 'pg';
import type { Statement } from '../../../lib/postgres/connection/statement.js';

/**
 * The plan of a statement, as text.
 *
 * @param mode whether the server plans with or without knowing the values; it does the latter for named statements
 */
export async function explained(
  pool: Pool,
  { text, values }: Statement,
  mode: 'force_custom_plan' | 'force_generic_plan',
): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query(`SET plan_cache_mode = ${mode}`);
    await client.query(`PREPARE explained AS ${text}`);
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN EXECUTE explained${values.length === 0 ? '' : `(${values.map(literal).join(', ')})`}`,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    client.release(true);
  }
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(', ')}]`;
  return typeof value === 'number' ? `${value}` : `'${String(value).replaceAll("'", "''")}'`;
}
