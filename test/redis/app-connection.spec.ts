import { expect, it } from '@jest/globals';
import { createClient, RESP_TYPES } from 'redis';
import { RedisStore } from '../../lib/redis/index.js';
import { START } from '../../lib/store/flag-store.js';
import { StoreUnavailableError } from '../../lib/store/store.errors.js';
import { overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { redisServer } from '../support/servers.js';
import { positionOf, RecordingListener } from '../support/recording-listener.js';
import { redisClients, releases } from './support/clients.js';
import { begun, freshKeys, redisStores } from './support/stores.js';

describeWithServer(redisServer, 'The client of the application', (running) => {
  const open = redisStores();
  const connect = redisClients();
  const url = () => `redis://localhost:${running().port}`;

  for (const { release, create } of releases) {
    it(`with ${release} is used and left open, without additional listeners once the store is closed`, async () => {
      const client = await connect(url(), create);
      const counted = () => client.eventNames().map((name) => [name, client.listenerCount(name)]);
      const before = counted();
      const store = open({ client, prefix: freshKeys().prefix });
      const listener = new RecordingListener();
      const last = await begun(store);
      await store.watch(listener);
      const entries = entriesAfter(last, overridesSet(2));
      await expect(store.append(entries, last)).resolves.toBe(true);
      await eventually(() => expect(listener.announcements).toEqual([positionOf(entries)]));
      await store.close();
      expect(counted()).toEqual(before);
      expect(client.isOpen).toBe(true);
      await expect(client.ping()).resolves.toBe('PONG');
      await expect(store.read()).rejects.toThrow('it is closed');
    });

    it(`with ${release} and without an error listener does not end the process while a store is open on it`, async () => {
      const client = create({ url: url() });
      const [one, other] = [open({ client }), open({ client })];
      const failure = new Error('Socket closed unexpectedly'); // what it says when its server is killed
      await one.close();
      expect(() => client.emit('error', failure)).not.toThrow();
      await other.close();
      expect(() => client.emit('error', failure)).toThrow('Socket closed unexpectedly');
    });

    it(`with ${release} is not opened by the store, whose error says to connect it`, async () => {
      const client = create({ url: url() });
      const store = open({ client });
      for (const call of [() => store.read(), () => store.watch(new RecordingListener())]) {
        const failure = Promise.resolve(call());
        await expect(failure).rejects.toThrow(StoreUnavailableError);
        await expect(failure).rejects.toThrow('await client.connect() first');
      }
      expect(client.isOpen).toBe(false);
    });

    it(`with ${release} queues nothing for later when it has lost its connection`, async () => {
      const client = await connect(url(), create);
      const store = open({ client, prefix: freshKeys().prefix, timeout: '400ms' });
      const listener = new RecordingListener();
      const entries = entriesAfter(START, overridesSet(1));
      await store.watch(listener);
      await running().kill();
      await eventually(() => expect(listener.outages).toEqual(['lost']));
      await eventually(() => expect(client.isReady).toBe(false));
      await expect(store.append(entries, START)).rejects.toThrow('has no connection');
      await running().restart();
      await eventually(() => expect(listener.outages).toEqual(['lost', 'resumed']));
      await expect(store.read()).resolves.toEqual({ position: START, documents: [] });
      await expect(store.append(entries, START)).resolves.toBe(true);
    });
  }

  it('may have custom type mappings for replies', async () => {
    const client = createClient({
      url: url(),
      RESP: 3,
      commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    });
    await client.connect();
    try {
      const store = new RedisStore({ client, prefix: freshKeys().prefix });
      const listener = new RecordingListener();
      const last = await begun(store);
      const end = await store.watch?.(listener);
      const entries = entriesAfter(last, overridesSet(2));
      await store.append(entries, last);
      expect((await store.read()).documents).toHaveLength(3);
      await expect(store.query({ after: 1, order: 'oldest_first', limit: 5 })).resolves.toEqual(entries);
      await eventually(() => expect(listener.announcements).toEqual([positionOf(entries)]));
      end?.();
    } finally {
      client.destroy();
    }
  });

  it('may have a subscription of its own', async () => {
    const client = await connect(url());
    const received: string[] = [];
    await client.subscribe('orders', (message) => received.push(message));
    const store = open({ client, prefix: freshKeys().prefix });
    const end = await store.watch(new RecordingListener());
    await end();
    await (await connect(url())).publish('orders', 'order 7');
    await eventually(() => expect(received).toEqual(['order 7']));
  });
});
