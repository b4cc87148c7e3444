import { expect, it } from '@jest/globals';
import { START } from '../../lib/store/flag-store.js';
import { StoreFailedError, StoreUnavailableError } from '../../lib/store/store.errors.js';
import { overrideSet, overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { redisServer } from '../support/servers.js';
import { redisClients, type Client } from './support/clients.js';
import { freshKeys, redisStores } from './support/stores.js';

describeWithServer(redisServer, 'An append to Redis', (running) => {
  const open = redisStores();
  const connect = redisClients();
  const url = () => `redis://localhost:${running().port}`;

  it('keeps a head, a hash of documents and a stream of entries, all in one slot', async () => {
    const { prefix, head, documents, audit } = freshKeys();
    const client = await connect(url());
    const entries = entriesAfter(START, [overrideSet('search'), overrideSet('search', { enabled: true }, 'ada')]);
    await expect(open({ url: url(), prefix }).append(entries, START)).resolves.toBe(true);
    expect(await client.get(head)).toBe(`2 ${entries[1]?.id}`);
    expect(Object.keys(await client.hGetAll(documents)).toSorted()).toEqual([
      'head',
      'override:search',
      'override:search ada',
    ]);
    expect(((await client.xRange(audit, '-', '+')) ?? []).map(({ id, message }) => [id, message])).toEqual(
      entries.map((entry) => [`${entry.version}-0`, { entry: JSON.stringify(entry) }]),
    );
    expect((await client.keys(`*${prefix}*`)).every((key) => key.startsWith(`{${prefix}}:`))).toBe(true);
  });

  it('writes nothing at all if the head has moved on', async () => {
    const keys = freshKeys();
    const client = await connect(url());
    const store = open({ url: url(), prefix: keys.prefix });
    const first = entriesAfter(START, overridesSet(2));
    await store.append(first, START);
    const before = await dump(client, Object.values(keys));
    await expect(store.append(entriesAfter(START, overridesSet(3)), START)).resolves.toBe(false);
    expect(await dump(client, Object.values(keys))).toEqual(before);
  });

  for (const [name, write] of [
    ['head', (client: Client, key: string) => client.rPush(key, 'a list')],
    ['documents', (client: Client, key: string) => client.set(key, 'a text')],
    ['audit', (client: Client, key: string) => client.set(key, 'a text')],
  ] as const) {
    it(`writes nothing if the key of the ${name} has another type, and names it`, async () => {
      const keys = freshKeys();
      const client = await connect(url());
      await write(client, keys[name]);
      const before = await dump(client, Object.values(keys));
      const store = open({ url: url(), prefix: keys.prefix });
      const failure = store.append(entriesAfter(START, overridesSet(2)), START);
      await expect(failure).rejects.toThrow(StoreFailedError);
      await expect(failure).rejects.toThrow(`the key "${keys[name]}" holds another type of data`);
      expect(await dump(client, Object.values(keys))).toEqual(before);
    });
  }

  it('writes nothing if the log is ahead of the head', async () => {
    const keys = freshKeys();
    const client = await connect(url());
    const store = open({ url: url(), prefix: keys.prefix });
    await store.append(entriesAfter(START, overridesSet(3)), START);
    await client.del([keys.head, keys.documents]);
    const before = await dump(client, Object.values(keys));
    const failure = store.append(entriesAfter(START, overridesSet(2)), START);
    await expect(failure).rejects.toThrow(StoreFailedError);
    await expect(failure).rejects.toThrow(`its log "${keys.audit}" has entries after the last one`);
    expect(await dump(client, Object.values(keys))).toEqual(before);
  });

  it.each(['head', 'documents'] as const)('fails if the key of the %s is lost, like reading does', async (lost) => {
    const keys = freshKeys();
    const client = await connect(url());
    const store = open({ url: url(), prefix: keys.prefix });
    const entries = entriesAfter(START, overridesSet(2));
    await store.append(entries, START);
    const last = entries[1] ?? START;
    await client.del(keys[lost]);
    const before = await dump(client, Object.values(keys));
    for (const position of [last, START]) {
      const failure = store.append(entriesAfter(position, overridesSet(1)), position);
      await expect(failure).rejects.toThrow(StoreFailedError);
      await expect(failure).rejects.toThrow(`"${keys.head}" and "${keys.documents}" do not match`);
    }
    await expect(store.read()).rejects.toThrow('restore all keys of the prefix from one backup');
    expect(await dump(client, Object.values(keys))).toEqual(before);
  });

  it('writes nothing if the memory is full, and can be retried', async () => {
    const keys = freshKeys();
    const client = await connect(url());
    const store = open({ url: url(), prefix: keys.prefix });
    const entries = entriesAfter(START, overridesSet(2));
    await client.configSet('maxmemory', '1');
    try {
      const failure = store.append(entries, START);
      await expect(failure).rejects.toThrow(StoreUnavailableError);
      await expect(failure).rejects.toThrow('it is out of memory: raise "maxmemory"');
      expect(await dump(client, Object.values(keys))).toStrictEqual([]);
    } finally {
      await client.configSet('maxmemory', '0');
    }
    await expect(store.append(entries, START)).resolves.toBe(true);
  });

  it('keeps about as many entries as configured', async () => {
    const keys = freshKeys();
    const client = await connect(url());
    const store = open({ url: url(), prefix: keys.prefix, auditLogSize: 150 });
    let last = START;
    for (let i = 0; i < 10; i++) {
      const entries = entriesAfter(last, overridesSet(100));
      await store.append(entries, last);
      last = entries.at(-1) ?? last;
    }
    const kept = await client.xLen(keys.audit);
    expect(kept).toBeGreaterThanOrEqual(150);
    expect(kept).toBeLessThan(250);
    const [oldest] = await store.query({ order: 'oldest_first', limit: 1 });
    expect(oldest?.version).toBe(1000 - kept + 1);
    expect((await store.read()).documents).toHaveLength(100);
  });

  it('succeeds after the server has lost its scripts', async () => {
    const client = await connect(url());
    const store = open({ url: url(), prefix: freshKeys().prefix });
    await client.scriptFlush();
    const entries = entriesAfter(START, overridesSet(1));
    await expect(store.append(entries, START)).resolves.toBe(true);
    await client.scriptFlush();
    await expect(store.read()).resolves.toMatchObject({ position: { version: 1 } });
  });
});

/** What is there, byte for byte. */
async function dump(client: Client, keys: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const key of keys) {
    const answer = await client.sendCommand(['EVAL', "return redis.call('DUMP', KEYS[1])", '1', key]);
    if (answer !== null) found.push(`${key}: ${JSON.stringify(answer)}`);
  }
  return found;
}
