import { expect, it } from '@jest/globals';
import { START } from '../../lib/store/flag-store.js';
import { StoreFailedError } from '../../lib/store/store.errors.js';
import { overrideSet, overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { redisServer } from '../support/servers.js';
import { redisClients } from './support/clients.js';
import { freshKeys, redisStores } from './support/stores.js';

describeWithServer(redisServer, 'Reading from Redis', (running) => {
  const open = redisStores();
  const connect = redisClients();
  const url = () => `redis://localhost:${running().port}`;

  it('delivers a document that is not JSON as its text, beside the others', async () => {
    const { prefix, documents } = freshKeys();
    const store = open({ url: url(), prefix });
    await store.append(entriesAfter(START, [overrideSet('search')]), START);
    await (await connect(url())).hSet(documents, { 'flag:sale': '{"enabled":', 'cookie:jar': '{}', lost: '{}' });
    const content = await store.read();
    expect(content.documents).toHaveLength(2);
    expect(content.documents).toContainEqual({ kind: 'flag', id: 'sale', value: '{"enabled":' });
  });

  for (const head of ['1', 'one 2', '12345678901234567890 id', ' ']) {
    it(`fails for a head that is not a position, such as ${JSON.stringify(head)}, naming its key`, async () => {
      const keys = freshKeys();
      await (await connect(url())).set(keys.head, head);
      const failure = open({ url: url(), prefix: keys.prefix }).read();
      await expect(failure).rejects.toThrow(StoreFailedError);
      await expect(failure).rejects.toThrow(`its key "${keys.head}" contains no position`);
    });
  }

  it('fails for documents of another type, naming their key', async () => {
    const { prefix, documents } = freshKeys();
    await (await connect(url())).set(documents, 'a text');
    const failure = open({ url: url(), prefix }).read();
    await expect(failure).rejects.toThrow(StoreFailedError);
    await expect(failure).rejects.toThrow(documents);
  });

  it('takes little time for 10,000 documents', async () => {
    const store = open({ url: url(), prefix: freshKeys().prefix });
    let last = START;
    for (let i = 0; i < 10; i++) {
      const changes = overridesSet(1000).map(({ key }) => overrideSet(`${key}_${i}`, { value: 'x'.repeat(200) }));
      const entries = entriesAfter(last, changes);
      await store.append(entries, last);
      last = entries.at(-1) ?? last;
    }
    const began = performance.now();
    const content = await store.read();
    expect(content.documents).toHaveLength(10_000);
    expect(performance.now() - began).toBeLessThan(1000); // about 60 ms on an idle machine
  });

  it('reads the database that the URL names', async () => {
    const { prefix, head } = freshKeys();
    const store = open({ url: `${url()}/3`, prefix });
    await store.append(entriesAfter(START, overridesSet(1)), START);
    expect(await (await connect(url())).exists(head)).toBe(0);
    expect(await (await connect(`${url()}/3`)).exists(head)).toBe(1);
  });
});
