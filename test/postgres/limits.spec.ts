import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { migratePostgres, type PostgresStore } from '../../lib/postgres/index.js';
import { START, type StorePosition } from '../../lib/store/flag-store.js';
import { StoreUnavailableError } from '../../lib/store/store.errors.js';
import { overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { eventually } from '../support/eventually.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { freshSchema } from './schema/support/fresh-schema.js';
import { postgresPools } from './support/pools.js';
import { postgresStores } from './support/stores.js';

const TIMEOUT_MS = 300;
const IN_TIME_MS = 2 * TIMEOUT_MS + 500; // plus the delay of a busy machine

async function failureInTime(call: () => Promise<unknown>): Promise<StoreUnavailableError> {
  const began = performance.now();
  const error: unknown = await call().catch((thrown: unknown) => thrown);
  expect(performance.now() - began).toBeLessThan(IN_TIME_MS);
  if (error instanceof StoreUnavailableError) return error;
  throw new Error('the call did not fail as one of an unavailable store', { cause: error });
}

describeWithPostgres('A call of PostgresStore', (running) => {
  const open = postgresStores();
  const connect = postgresPools();
  let schema: string;
  let store: PostgresStore;

  beforeEach(async () => {
    schema = freshSchema();
    await migratePostgres(running().url(), { schema });
    store = open({ url: running().url(), schema, timeout: `${TIMEOUT_MS}ms` });
    await store.read();
  });

  afterEach(async () => {
    await running().set({ synchronous_standby_names: '' });
  });

  const append = (to = store) => to.append(entriesAfter(START, overridesSet(1)), START);

  it('ends in time while another session holds the lock, and has changed nothing', async () => {
    const client = await connect(running().url()).connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT * FROM ${schema}.position FOR UPDATE`);
      await failureInTime(append);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
    await expect(store.read()).resolves.toMatchObject({ position: START });
    await expect(append()).resolves.toBe(true);
  });

  it('ends in time while a synchronous standby is missing, and may have changed something', async () => {
    await running().set({ synchronous_standby_names: 'missing' });
    let last: StorePosition = START;
    const error = await eventually(() =>
      failureInTime(async () => {
        const entries = entriesAfter(last, overridesSet(1));
        await store.append(entries, last); // as long as the server does not wait yet
        last = entries.at(-1) ?? last;
      }),
    );
    expect(error).toMatchObject({ isRefusal: false });
    await running().set({ synchronous_standby_names: '' });
    await eventually(() => store.now());
  });

  it('ends in time while the pool of the application is exhausted, and was not sent', async () => {
    const pool = connect(running().url(), { max: 1 });
    const pooled = open({ pool, schema, timeout: `${TIMEOUT_MS}ms` });
    await pooled.read();
    const client = await pool.connect();
    const calls = [
      () => pooled.read(),
      () => pooled.now(),
      () => pooled.query({ order: 'newest_first', limit: 1 }),
      () => pooled.readSticky(['userId:ada']),
      () => pooled.lease('schedules', 'one', 1000),
    ];
    try {
      const appending = failureInTime(() => append(pooled));
      const failures = await Promise.all(calls.map((call) => failureInTime(call)));
      for (const { isRefusal } of failures) expect(isRefusal).toBe(true);
      expect(await appending).toMatchObject({ isRefusal: true, isTemporary: true });
    } finally {
      client.release();
    }
    await expect(append(pooled)).resolves.toBe(true);
  });
});
