import { expect, it } from '@jest/globals';
import { matchesAuditQuery, type AuditEntry, type AuditQuery } from '../../lib/store/audit-entry.js';
import { START } from '../../lib/store/flag-store.js';
import { overrideSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { freshStores, type FreshStore } from './support/fresh-store.js';

const COUNT = 3000;
const HOUR = 3_600_000;
const BEGIN = Date.UTC(2026, 0, 1);

/** Changes whose times are those of instances with a wrong clock, by their index. */
const WRONG_HOURS = new Map([
  [1000, 2900],
  [2000, 50],
]);

/** A change each hour, by instances whose clocks differ by up to ten hours, except for two. */
function entries(): readonly AuditEntry[] {
  const changes = Array.from({ length: COUNT }, (_, i) => ({
    ...overrideSet(i % 700 === 0 ? 'rare' : `flag_${i % 7}`),
    actor: i % 900 === 0 ? 'größe & söhne' : `user ${i % 3}`,
    action: i % 1100 === 0 ? ('flag_deleted' as const) : ('override_set' as const),
    time: at(WRONG_HOURS.get(i) ?? i + ((i * 7919) % 11)).toISOString(),
  }));
  return entriesAfter(START, changes);
}

const at = (hour: number) => new Date(BEGIN + hour * HOUR);

describeWithPostgres('A page of the log in Postgres', (running) => {
  const fresh = freshStores(running);
  const all = entries();

  const filled = async (): Promise<FreshStore> => {
    const subject = await fresh({ timeout: '10s' });
    await subject.store.append(all, START);
    return subject;
  };

  it('has the entries of a time, in the order of their versions, though clocks differ', async () => {
    const { store } = await filled();
    const queries: readonly Partial<AuditQuery>[] = [
      { since: at(100), until: at(200) },
      { since: at(2990) },
      { since: at(2000) },
      { since: at(0) },
      { until: at(2999) },
      { until: at(500) },
      { until: at(900) },
      { since: at(2200) },
      { since: at(20), until: at(1800) },
      { until: at(20), before: 15 },
      { since: at(1500), until: at(1504), after: 1495 },
      { since: at(500), before: 2500, after: 10 },
      { since: at(9000) },
      { until: at(0) },
      { since: at(100), until: at(100) },
    ];
    for (const query of queries) {
      for (const order of ['newest_first', 'oldest_first'] as const) {
        for (const limit of [1, 100, 1200, 10_000]) {
          const found = await store.query({ ...query, order, limit });
          expect(found.map(({ version }) => version)).toStrictEqual(expectedVersions(all, { ...query, order, limit }));
        }
      }
    }
  });

  it('has the entries that match all conditions', async () => {
    const { store } = await filled();
    const queries: readonly Partial<AuditQuery>[] = [
      { key: 'rare' },
      { key: 'flag_1', actor: 'user 2' },
      { actor: 'größe & söhne', action: 'override_set' },
      { action: 'flag_deleted', before: 2000 },
      { key: 'rare', action: 'flag_deleted', actor: 'größe & söhne' },
      { key: 'flag_3', since: at(1000), until: at(1100), after: 1010 },
      { actor: 'user 1', until: at(40) },
      { action: 'override_set', since: at(2950), before: 2990 },
    ];
    for (const query of queries) {
      for (const order of ['newest_first', 'oldest_first'] as const) {
        const found = await store.query({ ...query, order, limit: 50 });
        expect(found.map(({ version }) => version)).toStrictEqual(
          expectedVersions(all, { ...query, order, limit: 50 }),
        );
      }
    }
  });

  it('accepts every date', async () => {
    const { store } = await fresh();
    const [entry] = entriesAfter(START, [overrideSet('search')]);
    if (entry !== undefined) await store.append([entry], START);
    const first = new Date(-8.64e15);
    const last = new Date(8.64e15);
    const page = { order: 'newest_first', limit: 10 } as const;
    await expect(store.query({ ...page, since: first, until: last })).resolves.toStrictEqual([entry]);
    await expect(store.query({ ...page, until: first })).resolves.toStrictEqual([]);
    await expect(store.query({ ...page, since: last })).resolves.toStrictEqual([]);
  });

  it('is empty for a limit below one', async () => {
    const { store } = await fresh();
    await store.append(entriesAfter(START, [overrideSet('search')]), START);
    await expect(store.query({ order: 'newest_first', limit: 0 })).resolves.toStrictEqual([]);
  });

  it('skips rows that are not entries', async () => {
    const { store, pool, names } = await fresh();
    const written = entriesAfter(START, [overrideSet('search'), overrideSet('theme')]);
    await store.append(written, START);
    await pool.query(`UPDATE ${names.log} SET entry = '{"version":' WHERE version = 1`);
    await expect(store.query({ order: 'oldest_first', limit: 10 })).resolves.toStrictEqual([written[1]]);
  });
});

function expectedVersions(all: readonly AuditEntry[], query: AuditQuery): readonly number[] {
  const sorted = query.order === 'newest_first' ? all.toReversed() : all;
  return sorted
    .filter((entry) => matchesAuditQuery(entry, query))
    .slice(0, query.limit)
    .map(({ version }) => version);
}
