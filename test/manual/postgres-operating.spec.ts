import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { FlagManager } from 'nestjs-feature-flags';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { closeBranch, emptyOutbox, OUTBOX_TABLE } from './recipes/postgres-operating/flag-outbox.js';

describeWithPostgres('The outbox for flag changes of a transaction', (running) => {
  let pool: Pool;
  let flags: FlagManager;
  beforeEach(async () => {
    pool = running().pool();
    await pool.query('DROP TABLE IF EXISTS flag_outbox, branches');
    await pool.query(OUTBOX_TABLE);
    await pool.query('CREATE TABLE branches (id text PRIMARY KEY, is_open boolean NOT NULL)');
    await pool.query("INSERT INTO branches VALUES ('berlin', true), ('paris', true)");
    flags = await FlagManager.create({ initialFlags: { 'orders.berlin': true, 'orders.paris': true } });
  });
  afterEach(async () => {
    await flags.close();
  });

  async function transaction(end: 'COMMIT' | 'ROLLBACK', ...branches: readonly string[]) {
    const client = await pool.connect();
    await client.query('BEGIN');
    for (const branch of branches) await closeBranch(client, branch, 'grace');
    await client.query(end);
    client.release();
  }

  const remaining = async () => (await pool.query('SELECT key FROM flag_outbox')).rows;
  const changes = async () => (await flags.getAuditLog()).entries.map(({ key, actor }) => [key, actor]);

  it('makes the changes of a transaction that has committed, in order', async () => {
    await transaction('COMMIT', 'berlin', 'paris');
    await emptyOutbox(pool, flags);
    expect(await changes()).toStrictEqual([
      ['orders.paris', 'grace'],
      ['orders.berlin', 'grace'],
    ]);
    expect(flags.isEnabled('orders.berlin')).toBe(false);
    expect(await remaining()).toStrictEqual([]);
  });

  it('makes none of a transaction that was rolled back', async () => {
    await transaction('ROLLBACK', 'berlin');
    await emptyOutbox(pool, flags);
    expect(await changes()).toStrictEqual([]);
  });

  it('makes each change once if several processes empty it', async () => {
    await transaction('COMMIT', 'berlin', 'paris');
    await Promise.all([1, 2, 3].map(() => emptyOutbox(pool, flags)));
    expect(await changes()).toHaveLength(2);
  });

  it('keeps a change that fails, and those after it, and leaves no transaction open', async () => {
    await transaction('COMMIT', 'not a key', 'paris');
    await expect(emptyOutbox(pool, flags)).rejects.toMatchObject({ code: 'INVALID_FLAG_KEY' });
    expect(await remaining()).toHaveLength(2);
    const open = "SELECT pid FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'";
    expect((await pool.query(open)).rows).toStrictEqual([]);
  });
});
