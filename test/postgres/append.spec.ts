import { expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { StoreFailedError, StoreUnavailableError } from '../../lib/store/store.errors.js';
import { START } from '../../lib/store/flag-store.js';
import { overrideSet, overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import type { PostgresNames } from '../../lib/postgres/postgres-names.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { databaseWith, freshStores } from './support/fresh-store.js';

describeWithPostgres('An append to Postgres', (running) => {
  const fresh = freshStores(running);

  it('writes the position, the documents and the entries', async () => {
    const { store, pool, names } = await fresh();
    const entries = entriesAfter(START, [overrideSet('search'), overrideSet('search', { enabled: true }, 'ada')]);
    await expect(store.append(entries, START)).resolves.toBe(true);
    const { position, documents, log } = await contents(pool, names);
    expect(position).toStrictEqual([{ row: 1, version: '2', id: entries[1]?.id }]);
    expect(documents).toMatchObject([
      { kind: 'override', name: '"search ada"', id: '"search ada"' },
      { kind: 'override', name: '"search"', id: '"search"' },
    ]);
    expect(log).toStrictEqual(
      entries.map((entry) => ({
        version: `${entry.version}`,
        time: entry.time,
        key: 'search',
        action: 'override_set',
        actor: '"grace"',
        entry: JSON.stringify(entry),
      })),
    );
  });

  it('writes the last state of a document that several of its entries change', async () => {
    const { store } = await fresh();
    const removal = {
      ...overrideSet('theme'),
      action: 'override_cleared',
      before: overrideSet('theme').after,
      after: null,
    } as const;
    const entries = entriesAfter(START, [
      overrideSet('search'),
      overrideSet('search', { enabled: true }),
      overrideSet('theme'),
      removal,
    ]);
    await store.append(entries, START);
    expect((await store.read()).documents).toMatchObject([{ id: 'search', value: { serve: { enabled: true } } }]);
    const more = entriesAfter(entries[3] ?? START, [removal, overrideSet('theme')]);
    await store.append(more, entries[3] ?? START);
    expect((await store.read()).documents.map(({ id }) => id).toSorted()).toStrictEqual(['search', 'theme']);
  });

  it('writes nothing at all if the position has moved on', async () => {
    const { store, pool, names } = await fresh();
    await store.append(entriesAfter(START, overridesSet(2)), START);
    const before = await contents(pool, names);
    await expect(store.append(entriesAfter(START, overridesSet(3)), START)).resolves.toBe(false);
    expect(await contents(pool, names)).toStrictEqual(before);
  });

  it('writes nothing if the log is ahead of the position', async () => {
    const { store, pool, names } = await fresh();
    await store.append(entriesAfter(START, overridesSet(3)), START);
    await pool.query(`UPDATE ${names.position} SET version = 0, id = ''`);
    const before = await contents(pool, names);
    const failure = store.append(entriesAfter(START, overridesSet(2)), START);
    await expect(failure).rejects.toThrow(StoreFailedError);
    await expect(failure).rejects.toThrow('restore all');
    expect(await contents(pool, names)).toStrictEqual(before);
  });

  it('fails if the position is lost, and so does a read', async () => {
    const { store, pool, names } = await fresh();
    await pool.query(`DELETE FROM ${names.position}`);
    const failure = store.append(entriesAfter(START, overridesSet(1)), START);
    await expect(failure).rejects.toThrow(StoreFailedError);
    await expect(failure).rejects.toThrow('contains no position');
    await expect(store.read()).rejects.toThrow('contains no position');
  });

  it('announces the new position, and nothing else', async () => {
    const { store, pool, names } = await fresh();
    const client = await pool.connect();
    const received: (string | undefined)[] = [];
    client.on('notification', ({ payload }) => received.push(payload));
    await client.query(`LISTEN ${names.schema}`);
    const entries = entriesAfter(START, overridesSet(3));
    await store.append(entries, START);
    await store.append(entriesAfter(START, overridesSet(1)), START);
    await client.query('SELECT'); // notifications arrive before its answer
    expect(received).toStrictEqual([`3 ${entries[2]?.id}`]);
    client.release(true);
  });

  it('stores 10,000 entries at once', async () => {
    const { store } = await fresh({ timeout: '10s' });
    const entries = entriesAfter(START, overridesSet(10_000));
    await expect(store.append(entries, START)).resolves.toBe(true);
    const { position, documents } = await store.read();
    expect([position, documents.length]).toStrictEqual([{ version: 10_000, id: entries.at(-1)?.id }, 10_000]);
    await expect(store.query({ order: 'oldest_first', limit: 10_000 })).resolves.toStrictEqual(entries);
  });

  it.each([
    ['long', 'ü🛒'.repeat(800)],
    ['with a NUL', 'ada\0lovelace'],
    ['with a lone surrogate', 'ada\ud83d'],
    ['with quotation marks', `'";--\\$1`],
  ])('keeps ids that are %s', async (_, unit) => {
    const { store } = await fresh();
    const entries = entriesAfter(START, [
      { ...overrideSet('search', { enabled: true }, unit), actor: unit, reason: unit },
      overrideSet('search', { enabled: true }, `${unit}2`),
    ]);
    await store.append(entries, START);
    const { documents } = await store.read();
    expect(documents.map(({ id }) => id).toSorted()).toStrictEqual([`search ${unit}`, `search ${unit}2`]);
    await expect(store.query({ actor: unit, order: 'oldest_first', limit: 10 })).resolves.toStrictEqual([entries[0]]);
  });

  it('is on disk even if the database confirms commits before they are', async () => {
    const database = await databaseWith(running(), { synchronous_commit: 'off' });
    await running().set({ wal_writer_delay: '10s' });
    const { store, pool } = await fresh({ database });
    await store.read(); // verifies the schema
    await store.append(entriesAfter(START, overridesSet(1)), START);
    const { rows } = await pool.query(
      'SELECT pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn() AS "isFlushed", current_setting($1) AS commit',
      ['synchronous_commit'],
    );
    expect(rows).toStrictEqual([{ isFlushed: true, commit: 'off' }]);
  });

  it('leaves the settings of the session alone', async () => {
    const { store, pool } = await fresh();
    await store.append(entriesAfter(START, overridesSet(1)), START);
    const { rows } = await pool.query("SELECT current_setting('lock_timeout') AS lock");
    expect([pool.totalCount, rows]).toStrictEqual([1, [{ lock: '0' }]]);
  });

  it('is refused, with the reason, where transactions are read-only by default', async () => {
    const database = await running().createDatabase();
    const { store, another } = await fresh({ database });
    await store.append(entriesAfter(START, overridesSet(2)), START);
    await running().query(`ALTER DATABASE "${database}" SET default_transaction_read_only = on`);
    const readOnly = another();
    const { position, documents } = await readOnly.read();
    expect([position.version, documents.length]).toStrictEqual([2, 2]);
    const failure = readOnly.append(entriesAfter(position, overridesSet(1)), position);
    await expect(failure).rejects.toThrow(StoreUnavailableError);
    await expect(failure).rejects.toThrow('default_transaction_read_only');
    await expect(failure).rejects.toMatchObject({ isRefusal: true });
    await expect(readOnly.query({ order: 'oldest_first', limit: 10 })).resolves.toHaveLength(2);
  });

  it('finds its tables whatever the search path is', async () => {
    const database = await databaseWith(running(), { search_path: "'nowhere'" });
    const { store } = await fresh({ database });
    const entries = entriesAfter(START, overridesSet(1));
    await expect(store.append(entries, START)).resolves.toBe(true);
    await expect(store.read()).resolves.toMatchObject({ position: { version: 1 } });
    await expect(store.query({ order: 'newest_first', limit: 1 })).resolves.toStrictEqual(entries);
  });
});

/** The rows of the tables that an append writes. */
async function contents(pool: Pool, { position, documents, log }: PostgresNames) {
  return {
    position: (await pool.query(`SELECT * FROM ${position}`)).rows,
    documents: (await pool.query(`SELECT * FROM ${documents} ORDER BY name`)).rows,
    log: (await pool.query(`SELECT * FROM ${log} ORDER BY version`)).rows,
  };
}
