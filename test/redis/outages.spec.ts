import { expect, it } from '@jest/globals';
import { START } from '../../lib/store/flag-store.js';
import { StoreUnavailableError } from '../../lib/store/store.errors.js';
import { overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { describeWithProgram, describeWithServer } from '../support/describe-with-server.js';
import { durableRedis } from '../support/durable-redis.js';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/server-process.js';
import { redisServer } from '../support/servers.js';
import { SilentProxy } from '../support/silent-proxy.js';
import { RecordingListener } from '../support/recording-listener.js';
import { timed } from '../support/timed.js';
import { redisClients } from './support/clients.js';
import { freshKeys, redisStores } from './support/stores.js';

const TIMEOUT_MS = 400;
const NOTICED_MS = 1.5 * TIMEOUT_MS + 300; // plus the delay of a busy machine

describeWithProgram(redisServer.command, 'A Redis server that is killed', () => {
  const open = redisStores();
  const server = durableRedis();

  it('is reported once, gets no calls meanwhile, and is reported once when it is back with everything', async () => {
    const store = open({ url: `redis://localhost:${server().port}`, timeout: `${TIMEOUT_MS}ms` });
    const listener = new RecordingListener();
    const entries = entriesAfter(START, overridesSet(2));
    await store.append(entries, START);
    await store.watch(listener);
    await server().kill();
    await eventually(() => expect(listener.outages).toEqual(['lost']));
    expect(listener.errors[0]).toBeInstanceOf(StoreUnavailableError);
    await eventually(async () => {
      expect(await timed(() => expect(store.read()).rejects.toThrow('ECONNREFUSED'))).toBeLessThan(100);
    });
    await server().restart();
    await eventually(() => expect(listener.outages).toEqual(['lost', 'resumed']));
    await expect(store.query({ order: 'oldest_first', limit: 10 })).resolves.toEqual(entries);
    const last = entries[1] ?? START;
    await store.append(entriesAfter(last, overridesSet(1)), last);
    await eventually(() => expect(listener.announcements).toHaveLength(1));
    expect(listener.outages).toEqual(['lost', 'resumed']);
  });
});

describeWithServer(redisServer, 'An unreachable Redis server', (running) => {
  const open = redisStores();
  const connect = redisClients();
  const url = (port = running().port) => `redis://localhost:${port}`;

  it('is detected when it hangs, and every call ends in time', async () => {
    const store = open({ url: url(), prefix: freshKeys().prefix, timeout: `${TIMEOUT_MS}ms` });
    const listener = new RecordingListener();
    await store.read();
    await store.watch(listener);
    await running().pause();
    try {
      const noticed = timed(() => eventually(() => expect(listener.outages).toEqual(['lost'])));
      const calls = [
        store.read(),
        store.append(entriesAfter(START, overridesSet(1)), START),
        store.query({ order: 'newest_first', limit: 1 }),
        store.readSticky(['userId:ada']),
        store.lease('schedules', 'one', 1000),
      ];
      const answered = timed(() => Promise.allSettled(calls.map(async (call) => await call)));
      for (const call of calls) await expect(call).rejects.toThrow(StoreUnavailableError);
      expect(await answered).toBeLessThan(NOTICED_MS);
      expect(await noticed).toBeLessThan(NOTICED_MS);
    } finally {
      running().resume();
    }
    await eventually(() => expect(listener.outages).toEqual(['lost', 'resumed']));
    await store.read();
  });

  it('is detected when the network goes silent, even without a call, and reconnected', async () => {
    const proxy = await SilentProxy.start(running().port);
    try {
      const store = open({ url: url(proxy.port), prefix: freshKeys().prefix, timeout: `${TIMEOUT_MS}ms` });
      const listener = new RecordingListener();
      await store.read();
      await store.watch(listener);
      proxy.hush();
      expect(await timed(() => eventually(() => expect(listener.outages).toEqual(['lost'])))).toBeLessThan(NOTICED_MS);
      expect(await timed(() => expect(store.read()).rejects.toThrow(StoreUnavailableError))).toBeLessThan(NOTICED_MS);
      proxy.speak();
      await eventually(() => expect(listener.outages).toEqual(['lost', 'resumed']));
      await store.append(entriesAfter(START, overridesSet(1)), START);
      await eventually(() => expect(listener.announcements).toHaveLength(1));
    } finally {
      await proxy.stop();
    }
  });

  it('is reported once when it is only called on one of the connections that went silent', async () => {
    const proxy = await SilentProxy.start(running().port);
    try {
      const store = open({ url: url(proxy.port), prefix: freshKeys().prefix, timeout: `${TIMEOUT_MS}ms` });
      const listener = new RecordingListener();
      await store.watch(listener);
      proxy.hush();
      const failure = store.append(entriesAfter(START, overridesSet(1)), START);
      await expect(failure).rejects.toThrow(`no answer within ${TIMEOUT_MS} ms`);
      proxy.speak(); // the other connection has up to half the time left to detect it
      await eventually(() => expect(listener.outages).toEqual(['lost', 'resumed']));
      await expect(store.append(entriesAfter(START, overridesSet(1)), START)).resolves.toBe(true);
      await eventually(() => expect(listener.announcements).toHaveLength(1));
      expect(listener.outages).toEqual(['lost', 'resumed']);
    } finally {
      await proxy.stop();
    }
  });

  it('is reported once when every connection is cut, and when either is', async () => {
    const store = open({ url: url(), prefix: freshKeys().prefix, timeout: `${TIMEOUT_MS}ms` });
    const client = await connect(url());
    const listener = new RecordingListener();
    const cut = (type: 'normal' | 'pubsub') => client.sendCommand(['CLIENT', 'KILL', 'TYPE', type]);
    await store.read();
    await store.watch(listener);
    for (const types of [['normal'], ['pubsub'], ['normal', 'pubsub']] as const) {
      listener.outages.length = 0;
      await Promise.all(types.map(cut));
      await eventually(() => expect(listener.outages).toEqual(['lost', 'resumed']));
      await store.read();
    }
  });

  it('is used as soon as it starts, even after the store', async () => {
    const late = await ServerProcess.start(redisServer);
    try {
      await late.kill();
      const store = open({ url: url(late.port), prefix: freshKeys().prefix, timeout: `${TIMEOUT_MS}ms` });
      await expect(store.read()).rejects.toThrow(StoreUnavailableError);
      await expect(store.watch(new RecordingListener())).rejects.toThrow('ECONNREFUSED');
      await late.restart();
      await eventually(() => store.watch(new RecordingListener()));
      await expect(store.read()).resolves.toEqual({ position: START, documents: [] });
    } finally {
      await late.stop();
    }
  });

  it('is reconnected after it has answered that it is a replica', async () => {
    const store = open({ url: url(), prefix: freshKeys().prefix, timeout: `${TIMEOUT_MS}ms` });
    const admin = await connect(url());
    const entries = entriesAfter(START, overridesSet(1));
    const connections = async () => (await admin.info('stats')).match(/total_connections_received:(\d+)/)?.[1];
    await store.read();
    await admin.sendCommand(['REPLICAOF', '127.0.0.1', '1']);
    try {
      const before = Number(await connections());
      const failure = store.append(entries, START);
      await expect(failure).rejects.toThrow(StoreUnavailableError);
      await expect(failure).rejects.toThrow('it is a replica, which accepts no writes');
      await eventually(async () => expect(Number(await connections())).toBeGreaterThan(before));
    } finally {
      await admin.sendCommand(['REPLICAOF', 'NO', 'ONE']);
    }
    await expect(eventually(() => store.append(entries, START))).resolves.toBe(true);
  });

  it('leaves no socket and no timer once the store is closed', async () => {
    const admin = await connect(url());
    const connected = async () => Number((await admin.info('clients')).match(/connected_clients:(\d+)/)?.[1]);
    const before = await connected();
    const store = open({ url: url(), prefix: freshKeys().prefix });
    await store.read();
    await store.watch(new RecordingListener());
    expect(await connected()).toBe(before + 2);
    await store.close();
    await store.close();
    await eventually(async () => expect(await connected()).toBe(before));
    for (const call of [() => store.read(), () => store.watch(new RecordingListener())]) {
      await expect(call()).rejects.toThrow('it is closed');
    }
    expect(await connected()).toBe(before);
  });

  it('ends calls that wait for an answer when the store is closed', async () => {
    const store = open({ url: url(), prefix: freshKeys().prefix, timeout: '10m' });
    await store.read();
    await running().pause();
    try {
      const waiting = [store.read(), store.watch(new RecordingListener()), store.lease('schedules', 'one', 1000)];
      void Promise.resolve(store.close());
      for (const wait of waiting) await expect(wait).rejects.toThrow('it is closed');
    } finally {
      running().resume();
    }
  });
});
