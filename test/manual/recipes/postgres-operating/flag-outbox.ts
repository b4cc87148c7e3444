import type { FlagManager } from 'nestjs-feature-flags';
import type { ClientBase, Pool } from 'pg';

/** Run this once, in your migrations. */
export const OUTBOX_TABLE = `
  CREATE TABLE flag_outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    enabled boolean NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL
  )`;

/** A transaction of the application: it closes a branch, and requests that its flag is turned off. */
export async function closeBranch(transaction: ClientBase, branch: string, actor: string): Promise<void> {
  await transaction.query('UPDATE branches SET is_open = false WHERE id = $1', [branch]);
  await transaction.query('INSERT INTO flag_outbox (key, enabled, actor, reason) VALUES ($1, false, $2, $3)', [
    `orders.${branch}`,
    actor,
    `branch ${branch} is closed`,
  ]);
}

interface RequestedOverride {
  readonly key: string;
  readonly enabled: boolean;
  readonly actor: string;
  readonly reason: string;
}

/** The oldest request. Another process that takes one at the same time waits, so that requests are carried out in order. */
const TAKE = `
  DELETE FROM flag_outbox WHERE id = (SELECT id FROM flag_outbox ORDER BY id LIMIT 1 FOR UPDATE)
  RETURNING key, enabled, actor, reason`;

/** Makes the changes that committed transactions have requested. Call it after each commit, and every few seconds. */
export async function emptyOutbox(pool: Pool, flags: FlagManager): Promise<void> {
  const client = await pool.connect();
  try {
    for (let isEmpty = false; !isEmpty;) {
      await client.query('BEGIN');
      const { rows } = await client.query<RequestedOverride>(TAKE);
      for (const { key, enabled, ...origin } of rows) await flags.setOverride(key, enabled, origin);
      await client.query('COMMIT'); // a crash before this line repeats the change, which leads to the same state
      isEmpty = rows.length === 0;
    }
    client.release();
  } catch (error) {
    client.release(true); // closes the connection, which rolls the transaction back
    throw error;
  }
}
