import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migratePostgres, type PostgresStoreOptions } from '../../lib/postgres/index.js';
import { START } from '../../lib/store/flag-store.js';
import { StoreUnavailableError } from '../../lib/store/store.errors.js';
import { overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { eventually } from '../support/eventually.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import type { PostgresServer } from '../support/postgres-server.js';
import { RecordingListener } from '../support/recording-listener.js';
import { postgresPools } from './support/pools.js';
import { postgresStores } from './support/stores.js';

describeWithPostgres('A replica of Postgres', (running) => {
  const open = postgresStores();
  const connect = postgresPools();
  let standby: PostgresServer;

  beforeAll(async () => {
    await migratePostgres(running().url());
    standby = await running().standby();
  }, 60_000);

  afterAll(async () => {
    await standby.stop();
  });

  const ways: readonly (readonly [title: string, options: () => PostgresStoreOptions])[] = [
    ['a URL', () => ({ url: standby.url() })],
    ['a URL, polled', () => ({ url: standby.url(), listen: false })],
    ['a pool', () => ({ pool: connect(standby.url()) })],
    ['a function that runs statements, polled', () => ({ database: connect(standby.url()), listen: false })],
  ];

  it.each(ways)('is refused as a replica by a store with %s, for as long as it is one', async (_, optionsOf) => {
    const store = open(optionsOf());
    const { watch } = store;
    const calls: readonly (() => Promise<unknown>)[] = [
      () => store.read(),
      () => store.append(entriesAfter(START, overridesSet(1)), START),
      ...(watch === undefined ? [] : [() => watch(new RecordingListener())]),
    ];
    for (const call of calls) {
      const failure = call();
      await expect(failure).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(failure).rejects.toMatchObject({ isRefusal: true, isTemporary: true });
      await expect(failure).rejects.toThrow('it is a replica');
    }
  });

  it('is used by the same store once it was promoted', async () => {
    const store = open({ url: standby.url() });
    await expect(store.read()).rejects.toThrow('it is a replica');
    await standby.promote();
    await eventually(() => store.read());
    await expect(store.append(entriesAfter(START, overridesSet(1)), START)).resolves.toBe(true);
  });
});
