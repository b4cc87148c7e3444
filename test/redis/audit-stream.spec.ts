import { expect, it } from '@jest/globals';
import { matchesAuditQuery, type AuditEntry, type AuditQuery } from '../../lib/store/audit-entry.js';
import { START } from '../../lib/store/flag-store.js';
import { StoreFailedError } from '../../lib/store/store.errors.js';
import { overrideSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { redisServer } from '../support/servers.js';
import { redisClients } from './support/clients.js';
import { freshKeys, redisStores } from './support/stores.js';

const HOUR = 3_600_000;

/** 2,500 changes, one each hour: more than two pages. */
function longLog(): readonly AuditEntry[] {
  const changes = Array.from({ length: 2500 }, (_, i) => ({
    ...overrideSet(i % 500 === 0 ? 'theme' : 'search'),
    actor: i % 2 === 0 ? 'ada' : 'grace',
    action: i % 3 === 0 ? ('override_cleared' as const) : ('override_set' as const),
    time: new Date(i * HOUR).toISOString(),
  }));
  return entriesAfter(START, changes);
}

describeWithServer(redisServer, 'The audit log in Redis', (running) => {
  const open = redisStores();
  const connect = redisClients();
  const url = () => `redis://localhost:${running().port}`;

  it('finds what matches, however many pages away, in both orders', async () => {
    const store = open({ url: url(), prefix: freshKeys().prefix });
    const entries = longLog();
    await store.append(entries, START);
    const questions: readonly Partial<AuditQuery>[] = [
      {},
      { limit: 3 },
      { limit: 1001 },
      { key: 'theme' },
      { key: 'theme', limit: 2 },
      { key: 'nothing' },
      { actor: 'grace', action: 'override_cleared', limit: 7 },
      { since: new Date(10 * HOUR), until: new Date(20 * HOUR) },
      { before: 2000, after: 500, key: 'theme' },
      { before: 12, after: 10 },
      { before: 11, after: 10 },
      { before: 1 },
      { before: 0 },
      { after: 0, limit: 1 },
      { after: 2500 },
    ];
    for (const order of ['newest_first', 'oldest_first'] as const) {
      const sorted = order === 'newest_first' ? entries.toReversed() : entries;
      for (const question of questions) {
        const query = { order, limit: 10_000, ...question };
        const expected = sorted.filter((entry) => matchesAuditQuery(entry, query)).slice(0, query.limit);
        const found = await store.query(query);
        expect(found.map(({ version }) => version)).toEqual(expected.map(({ version }) => version));
      }
    }
  });

  it('skips what is not an entry', async () => {
    const { prefix, audit } = freshKeys();
    const store = open({ url: url(), prefix });
    const entries = entriesAfter(START, [overrideSet('search'), overrideSet('theme')]);
    await store.append(entries, START);
    const client = await connect(url());
    await client.xAdd(audit, '3-0', { entry: '{"version":' });
    await client.xAdd(audit, '4-0', { entry: '{"version":4}' });
    await client.xAdd(audit, '4-1', { note: 'by hand' });
    await expect(store.query({ order: 'newest_first', limit: 2 })).resolves.toEqual(entries.toReversed());
    await expect(store.query({ order: 'oldest_first', limit: 10 })).resolves.toEqual(entries);
  });

  it('fails for a log of another type, naming its key', async () => {
    const { prefix, audit } = freshKeys();
    await (await connect(url())).set(audit, 'a text');
    const failure = open({ url: url(), prefix }).query({ order: 'newest_first', limit: 1 });
    await expect(failure).rejects.toThrow(StoreFailedError);
    await expect(failure).rejects.toThrow(`the key "${audit}" holds another type of data`);
  });
});
