import { expect, it } from '@jest/globals';
import type { PostgresStore } from '../../lib/postgres/index.js';
import { eventually } from '../support/eventually.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { freshStores } from './support/fresh-store.js';

const NOW = new Date().toISOString();

const writeSticky = (store: PostgresStore) =>
  store.writeSticky([{ unit: 'userId:ada', flag: 'theme', assignment: { variant: 'bold', version: 1 } }]);

const addUsage = (store: PostgresStore, key: string) =>
  store.addUsage({
    instance: key,
    sequence: 1,
    since: NOW,
    until: NOW,
    flags: [{ key, answers: [{ enabled: true, count: 1 }] }],
  });

describeWithPostgres('Expired rows in Postgres', (running) => {
  const fresh = freshStores(running);

  it('are removed in batches after a write', async () => {
    const { store, pool, names, another } = await fresh();
    const leases = async () => (await pool.query(`SELECT FROM ${names.leases}`)).rowCount;
    await addUsage(store, 'search');
    await eventually(async () => expect(await leases()).toBe(1));
    await pool.query(`UPDATE ${names.leases} SET expires_at = clock_timestamp()`);
    await pool.query(`
      INSERT INTO ${names.sticky} SELECT '"userId:' || i || '"', 'theme', 1, '"bold"', clock_timestamp() - interval '32 days'
        FROM generate_series(1, 12000) AS i`);
    await pool.query(`UPDATE ${names.usage} SET last_at = last_at - interval '401 days'`);
    await pool.query(`UPDATE ${names.usageInstances} SET seen_at = seen_at - interval '25 hours'`);
    await writeSticky(another());
    await eventually(async () => {
      const { rows } = await pool.query(`
        SELECT (SELECT count(*)::int FROM ${names.sticky}) AS sticky, (SELECT count(*)::int FROM ${names.usage}) AS usage,
          (SELECT count(*)::int FROM ${names.usageAnswers}) AS answers,
          (SELECT count(*)::int FROM ${names.usageInstances}) AS instances`);
      expect(rows).toStrictEqual([{ sticky: 1, usage: 0, answers: 0, instances: 0 }]);
    });
  });

  it('are removed by one of several instances, once an hour', async () => {
    const { store, pool, names, another } = await fresh();
    const others = [another(), another()];
    await writeSticky(store);
    const holder = async () => (await pool.query(`SELECT holder, expires_at FROM ${names.leases}`)).rows;
    await eventually(async () => expect(await holder()).toHaveLength(1));
    const before = await holder();
    for (const each of [...others, store]) {
      await writeSticky(each);
      await addUsage(each, 'theme');
    }
    expect(await holder()).toStrictEqual(before);
  });
});
