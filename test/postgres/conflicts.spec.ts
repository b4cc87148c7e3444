import { describe, expect, it } from '@jest/globals';
import type { PostgresStore } from '../../lib/postgres/index.js';
import { START, type StorePosition } from '../../lib/store/flag-store.js';
import type { FlagUsageDelta } from '../../lib/store/usage/flag-usage.js';
import { overrideSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import type { PostgresServer } from '../support/postgres-server.js';
import { databaseWith, freshStores } from './support/fresh-store.js';

const LEVELS = ['read committed', 'repeatable read', 'serializable'] as const;
const WRITERS = 4;
const ROUNDS = 25;

describeWithPostgres('PostgresStore with several writers', (running) => {
  const fresh = freshStores(running);

  describe.each(LEVELS)('and the default isolation level "%s"', (level) => {
    const freshAtLevel = async () => {
      const database = await databaseWith(running(), { default_transaction_isolation: `'${level}'` });
      const { store, another } = await fresh({ database });
      return [store, ...Array.from({ length: WRITERS - 1 }, () => another())] as const;
    };

    it('appends one entry for each version, and tells every other writer', async () => {
      const stores = await freshAtLevel();
      let last: StorePosition = START;
      for (let round = 0; round < ROUNDS; round++) {
        const attempts = await Promise.all(
          stores.map(async (store, i) => {
            const entries = entriesAfter(last, [overrideSet(`promotion_${i}`)]);
            return { entries, isAppended: await store.append(entries, last) };
          }),
        );
        const winners = attempts.filter(({ isAppended }) => isAppended);
        expect(winners).toHaveLength(1);
        last = winners[0]?.entries[0] ?? last;
      }
      const [store] = stores;
      const log = await store.query({ order: 'oldest_first', limit: 1000 });
      expect(log.map(({ version }) => version)).toStrictEqual(Array.from({ length: ROUNDS }, (_, i) => i + 1));
    });

    it('returns the same sticky variant to all writers', async () => {
      const stores = await freshAtLevel();
      for (let round = 0; round < ROUNDS; round++) {
        const written = await Promise.all(
          stores.map((store, i) =>
            store.writeSticky([
              { unit: `userId:${round}`, flag: 'theme', assignment: { variant: `variant ${i}`, version: 1 } },
            ]),
          ),
        );
        for (const each of written) expect(each).toStrictEqual(written[0]);
      }
    });

    it('adds up the usage of all writers', async () => {
      const stores = await freshAtLevel();
      await Promise.all(
        stores.map(async (store, i) => {
          for (let sequence = 1; sequence <= ROUNDS; sequence++) await store.addUsage(delta(`${i}`, sequence));
        }),
      );
      const { instances, flags } = (await stores[0].readUsage()) ?? {};
      expect([instances, flags?.[0]?.answers[0]?.count]).toStrictEqual([WRITERS, WRITERS * ROUNDS]);
    });

    it('grants a lease to one holder', async () => {
      const stores = await freshAtLevel();
      for (let round = 0; round < ROUNDS; round++) {
        const taken = await Promise.all(stores.map((store, i) => store.lease(`lease ${round}`, `${i}`, 60_000)));
        expect(taken.filter(Boolean)).toHaveLength(1);
      }
    });
  });

  it('causes no deadlock when sticky variants overlap', async () => {
    const { store, another } = await fresh();
    const stores = [store, another(), another(), another()];
    const before = await deadlocksOf(running());
    await Promise.all(stores.map((each, i) => writeOverlapping(each, i)));
    expect(await deadlocksOf(running())).toBe(before);
  });

  it('appends on one connection of a process', async () => {
    const { store, pool } = await fresh();
    await store.read();
    const entries = entriesAfter(START, [overrideSet('search')]);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => store.append(entries, START)));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(pool.totalCount).toBe(1);
  });
});

function delta(instance: string, sequence: number): FlagUsageDelta {
  const now = new Date().toISOString();
  return {
    instance,
    sequence,
    since: now,
    until: now,
    flags: [{ key: 'search', answers: [{ enabled: true, count: 1 }] }],
  };
}

/** Writes units that the others write too, each time in another order. */
async function writeOverlapping(store: PostgresStore, writer: number): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const documents = Array.from({ length: 40 }, (_, i) => ({
      unit: `userId:${(i * (2 * writer + 3) + round) % 41}`,
      flag: 'theme',
      assignment: { variant: 'bold', version: round },
    }));
    await store.writeSticky(documents);
  }
}

async function deadlocksOf(server: PostgresServer): Promise<number> {
  const text = 'SELECT sum(deadlocks) AS deadlocks FROM pg_stat_database';
  const [row] = await server.query<{ deadlocks: string }>(text);
  return Number(row?.deadlocks);
}
