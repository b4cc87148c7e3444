import { expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { PostgresStore, type PostgresDatabase } from '../../lib/postgres/index.js';
import { START } from '../../lib/store/flag-store.js';
import { overrideSet, overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { Deferred } from '../support/deferred.js';
import { eventually } from '../support/eventually.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { freshStores, type FreshStore } from './support/fresh-store.js';

const TIMEOUT = '200ms';

describeWithPostgres('An append to Postgres that cannot be made in time', (running) => {
  const fresh = freshStores(running);

  /** Resolves when no other session runs a statement. */
  const isIdle = async () => {
    await eventually(async () => {
      const text =
        "SELECT FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
      expect(await running().query(text)).toHaveLength(0);
    });
  };

  it('is refused while another session has locked the position, and never made', async () => {
    const subject = await fresh({ timeout: '800ms' }); // the answer must arrive in the last quarter
    const { store, names } = subject;
    await store.read();
    for (let trial = 0; trial < 5; trial++) {
      await whileLocked(subject, `SELECT FROM ${names.position} FOR UPDATE`, async () => {
        const failure = store.append(entriesAfter(START, overridesSet(1)), START);
        await expect(failure).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', isRefusal: true, isTemporary: true });
        await expect(failure).rejects.toThrow('locked');
      });
    }
    await isIdle();
    await expect(store.read()).resolves.toMatchObject({ position: START });
  });

  it('is not made after its deadline by a server that ignores the limit for locks', async () => {
    const { pool, names } = await fresh();
    const store = new PostgresStore({
      database: withoutLockTimeout(pool),
      schema: names.channel,
      timeout: TIMEOUT,
    });
    await store.read();
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query(`SELECT FROM ${names.position} FOR UPDATE`);
    await expect(store.append(entriesAfter(START, overridesSet(1)), START)).rejects.toMatchObject({ isRefusal: false });
    await client.query('ROLLBACK');
    client.release();
    await isIdle();
    await expect(store.read()).resolves.toMatchObject({ position: START, documents: [] });
    store.close();
  });

  it('is not made if it waits for a document until after its deadline', async () => {
    const { pool, names } = await fresh();
    const store = new PostgresStore({
      database: withoutLockTimeout(pool),
      schema: names.channel,
      timeout: TIMEOUT,
    });
    const first = entriesAfter(START, [overrideSet('search')]);
    await store.append(first, START);
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query(`SELECT FROM ${names.documents} FOR UPDATE`);
    const last = first[0] ?? START;
    await expect(store.append(entriesAfter(last, [overrideSet('search')]), last)).rejects.toThrow('no answer within');
    await client.query('ROLLBACK');
    client.release();
    await isIdle();
    await expect(store.read()).resolves.toMatchObject({ position: { version: 1 } });
    store.close();
  });

  it('is not made if a library sends it after its deadline', async () => {
    const { pool, names } = await fresh();
    const held = new Deferred<void>();
    let isHeld = false;
    const store = new PostgresStore({
      database: {
        query: async (text, values) => {
          if (isHeld && text.includes('INSERT')) await held.promise;
          return await pool.query(text, values);
        },
      },
      schema: names.channel,
      timeout: TIMEOUT,
    });
    await store.read();
    isHeld = true;
    await expect(store.append(entriesAfter(START, overridesSet(1)), START)).rejects.toThrow('no answer within');
    held.resolve(undefined);
    await eventually(() => expect(pool.idleCount).toBe(pool.totalCount));
    await isIdle();
    await expect(store.read()).resolves.toMatchObject({ position: START });
    store.close();
  });

  it('is not sent after the caller has given up', async () => {
    const subject = await fresh({ timeout: TIMEOUT });
    const { store, names } = subject;
    await store.read();
    const abort = new AbortController();
    await whileLocked(subject, `SELECT FROM ${names.position} FOR UPDATE`, async () => {
      const first = store.append(entriesAfter(START, overridesSet(1)), START).catch(() => false);
      const second = store.append(entriesAfter(START, overridesSet(2)), START, abort.signal);
      abort.abort(new Error('the caller has given up'));
      await expect(second).rejects.toThrow('the caller has given up');
      await expect(first).resolves.toBe(false);
    });
    await isIdle();
    const later = store.append(entriesAfter(START, overridesSet(3)), START, AbortSignal.abort(new Error('too late')));
    await expect(later).rejects.toThrow('too late');
    await expect(store.read()).resolves.toMatchObject({ position: { version: 0 } });
  });

  it('is made although the clock of the server has moved forward since it was last read', async () => {
    const { pool, names } = await fresh();
    let offset = 0;
    const store = new PostgresStore({
      database: withOffset(pool, () => offset),
      schema: names.channel,
      timeout: '2s',
    });
    await store.now();
    for (const jump of [3600, -3600, 0]) {
      offset = jump;
      const { position } = await store.read();
      offset = jump + 1800;
      await expect(store.append(entriesAfter(position, overridesSet(1)), position)).resolves.toBe(true);
    }
    store.close();
  });
});

/** Locks rows in another session while an append is tried. */
async function whileLocked({ pool }: FreshStore, lock: string, attempt: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(lock);
    await attempt();
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** Statements that wait for locks without a limit. */
function withoutLockTimeout(pool: Pool): PostgresDatabase {
  const limit = "set_config('lock_timeout', $4::text, true)";
  return {
    query: (text, values) =>
      pool.query(
        text.replace(limit, () => '$4::text'),
        values,
      ),
  };
}

/** A server whose clock differs from the real one by so many seconds. */
function withOffset(pool: Pool, offset: () => number): PostgresDatabase {
  const time = 'clock_timestamp()';
  return {
    query: (text, values) => pool.query(text.replaceAll(time, `(${time} + interval '${offset()} s')`), values),
  };
}
