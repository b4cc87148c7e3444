import { expect, it } from '@jest/globals';
import type { FlagUsageDelta } from '../../lib/store/usage/flag-usage.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { freshStores } from './support/fresh-store.js';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.now() - 60_000; // the server's clock may be behind

const at = (time: number) => new Date(time).toISOString();

function delta(sequence: number, flags: FlagUsageDelta['flags'] = [], until = NOW): FlagUsageDelta {
  return { instance: 'one', sequence, since: at(NOW - DAY), until: at(until), flags };
}

describeWithPostgres('The usage of flags in Postgres', (running) => {
  const fresh = freshStores(running);

  it('returns times to the millisecond', async () => {
    const { store } = await fresh();
    const until = NOW - (NOW % 1000) + 123;
    await store.addUsage(delta(1, [{ key: 'search', answers: [{ enabled: true, count: 1 }] }], until));
    await expect(store.readUsage()).resolves.toStrictEqual({
      since: at(NOW - DAY),
      until: at(until),
      instances: 1,
      flags: [
        {
          key: 'search',
          firstEvaluatedAt: at(until),
          lastEvaluatedAt: at(until),
          answers: [{ enabled: true, count: 1, lastServedAt: at(until) }],
        },
      ],
    });
  });

  it('accepts any characters in variants, and tells an empty name from none', async () => {
    const { store } = await fresh();
    const variants = ['', '"', 'a\0b', 'größe 🛒', undefined];
    const answers = variants.map((variant) => ({ enabled: true, ...(variant !== undefined && { variant }), count: 1 }));
    await store.addUsage(delta(1, [{ key: 'theme', answers }]));
    await store.addUsage(delta(2, [{ key: 'theme', answers }]));
    const [theme] = (await store.readUsage())?.flags ?? [];
    expect(new Map(theme?.answers.map(({ variant, count }) => [variant, count]))).toStrictEqual(
      new Map(variants.map((variant) => [variant, 2])),
    );
  });

  it('omits a flag that was not evaluated for 400 days', async () => {
    const { store, pool, names } = await fresh();
    const flags = ['search', 'theme'].map((key) => ({ key, answers: [{ enabled: true, count: 1 }] }));
    await store.addUsage(delta(1, flags));
    await pool.query(`UPDATE ${names.usage} SET last_at = last_at - interval '401 days' WHERE flag = 'theme'`);
    expect((await store.readUsage())?.flags.map(({ key }) => key)).toStrictEqual(['search']);
  });

  it('is not removed by an instance whose clock is ahead', async () => {
    const { store } = await fresh();
    await store.addUsage(delta(1, [{ key: 'search', answers: [] }]));
    await store.addUsage(delta(2, [{ key: 'theme', answers: [] }], NOW + 1000 * DAY));
    const { until = '', flags = [] } = (await store.readUsage()) ?? {};
    expect(flags.map(({ key }) => key)).toStrictEqual(['search', 'theme']);
    expect(Date.parse(until)).toBeLessThan(NOW + DAY);
  });

  it('has at most 256 answers of a flag', async () => {
    const { store } = await fresh();
    const answers = Array.from({ length: 256 }, (_, i) => ({ enabled: true, variant: `variant ${i}`, count: 1 }));
    await store.addUsage(delta(1, [{ key: 'theme', answers }]));
    await store.addUsage(delta(2, [{ key: 'theme', answers: [{ enabled: false, count: 1 }, ...answers] }]));
    const [theme] = (await store.readUsage())?.flags ?? [];
    expect(theme?.answers).toHaveLength(256);
    expect(theme?.answers.every(({ enabled, count }) => enabled && count === 2)).toBe(true);
  });

  it('counts a delta once if two connections send it at the same time', async () => {
    const { store, another } = await fresh();
    const other = another();
    for (let sequence = 1; sequence <= 20; sequence++) {
      const same = delta(sequence, [{ key: 'search', answers: [{ enabled: true, count: 1 }] }]);
      await Promise.all([store.addUsage(same), other.addUsage(same)]);
    }
    const { instances, flags } = (await store.readUsage()) ?? {};
    expect([instances, flags?.[0]?.answers[0]?.count]).toStrictEqual([1, 20]);
  });
});
