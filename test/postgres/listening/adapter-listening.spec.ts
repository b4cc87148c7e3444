import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import postgres, { type Sql } from 'postgres';
import { adapterListening } from '../../../lib/postgres/listening/adapter-listening.js';
import type { AdapterListen } from '../../../lib/postgres/listening/adapter-session.js';
import { SilenceError } from '../../../lib/store/connection/answer-within.js';
import { Deferred } from '../../support/deferred.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { RecordingListener } from '../../support/recording-listener.js';
import { SilentProxy } from '../../support/silent-proxy.js';
import { timed } from '../../support/timed.js';
import { listenSessions } from '../support/sessions.js';
import { NOTICED_MS, watches } from '../support/watches.js';

describeWithPostgres('Listening through an adapter', (running) => {
  const open = listenSessions();
  const openWatch = watches();
  const clients: Sql[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.end({ timeout: 0 });
  });

  /** `listen` of postgres.js, which reconnects on its own. */
  const listenAt = (url: string): AdapterListen => {
    return async (channel, listener) => {
      const sql = postgres(url, { max: 1, backoff: () => 0 });
      clients.push(sql);
      await sql.listen(channel, listener, () => listener(''));
      return () => sql.end({ timeout: 0 });
    };
  };
  const notify = (channel: string, payload: string) => running().query('SELECT pg_notify($1, $2)', [channel, payload]);

  async function watched(url = running().url(), timeout?: number) {
    const channel = randomUUID();
    const listener = new RecordingListener();
    const listen = adapterListening(listenAt(url));
    const options = timeout === undefined ? {} : { timeout };
    await openWatch({ pool: running().pool(), url, channel, listen, ...options }).watch(listener);
    const probes: string[] = [];
    await open(adapterListening(listenAt(running().url())), {
      channel,
      received: (payload) => {
        if (payload.startsWith('probe ')) probes.push(payload);
      },
    });
    return { channel, listener, probes };
  }

  it('announces positions', async () => {
    const { channel, listener } = await watched();
    await notify(channel, '1 a');
    await eventually(() => expect(listener.announcements).toContainEqual({ version: 1, id: 'a' }));
    expect(listener.outages).toStrictEqual([]);
  });

  it('is kept alive by notifications to itself', async () => {
    const { listener, probes } = await watched();
    await eventually(() => expect(probes.length).toBeGreaterThan(3));
    expect(listener.outages).toStrictEqual([]);
  });

  it('sends none while others arrive, such as those of other instances', async () => {
    const { channel, probes } = await watched(running().url(), 2000);
    const end = performance.now() + 1500; // without other notifications, it would send one after 1 second
    while (performance.now() < end) await notify(channel, 'probe of another instance');
    expect(new Set(probes)).toEqual(new Set(['probe of another instance']));
  });

  it('reports in time that the network goes silent, although statements arrive', async () => {
    const proxy = await SilentProxy.start(running().port);
    try {
      const { channel, listener } = await watched(running().url({ port: proxy.port }));
      proxy.hush();
      const noticed = () => eventually(() => expect(listener.outages).toEqual(['lost']));
      expect(await timed(noticed)).toBeLessThan(NOTICED_MS);
      proxy.speak();
      await eventually(() => expect(listener.outages).toEqual(['lost', 'resumed']));
      await notify(channel, '1 a');
      await eventually(() => expect(listener.announcements).toContainEqual({ version: 1, id: 'a' }));
    } finally {
      await proxy.stop();
    }
  });

  it('requests a read of the log when the adapter has reconnected by itself', async () => {
    const { channel, listener } = await watched(running().url(), 10_000);
    listener.announcements.length = 0;
    const text = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = $1';
    await running().query(text, [`listen "${channel}"`]);
    await eventually(() => expect(listener.announcements).toStrictEqual([undefined]));
    await notify(channel, '1 a');
    await eventually(() => expect(listener.announcements).toStrictEqual([undefined, { version: 1, id: 'a' }]));
    expect(listener.outages).toStrictEqual([]);
  });

  it('stops the adapter once, even if that fails', async () => {
    let stops = 0;
    const listen: AdapterListen = async (channel, listener) => {
      const stop = await listenAt(running().url())(channel, listener);
      return async () => {
        stops++;
        await stop();
        throw new Error('stopped already');
      };
    };
    const { session } = await open(adapterListening(listen));
    session.end(new Error('closed'));
    session.end(new Error('closed again'));
    await expect(session.ended).resolves.toEqual(new Error('closed'));
    expect(stops).toBe(1);
  });

  it('stops an adapter that has started too late', async () => {
    const stopped = new Deferred<void>();
    const started = new Deferred<() => void>();
    const listen: AdapterListen = () => started.promise;
    await expect(open(adapterListening(listen), { timeout: 50 })).rejects.toBeInstanceOf(SilenceError);
    started.resolve(() => stopped.resolve());
    await expect(stopped.promise).resolves.toBeUndefined();
  });
});
