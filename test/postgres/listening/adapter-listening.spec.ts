import { afterEach, expect, it } from '@jest/globals';
import postgres, { type Sql } from 'postgres';
import type { Statement } from '../../../lib/postgres/connection/statement.js';
import { adapterListening } from '../../../lib/postgres/listening/adapter-listening.js';
import type { AdapterListen } from '../../../lib/postgres/listening/adapter-session.js';
import { SilenceError } from '../../../lib/store/connection/answer-within.js';
import { Deferred } from '../../support/deferred.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { SilentProxy } from '../../support/silent-proxy.js';
import { timed } from '../../support/timed.js';
import { listenSessions } from '../support/sessions.js';
import { NOTICED_MS } from '../support/watches.js';

describeWithPostgres('A session that listens through an adapter', (running) => {
  const open = listenSessions();
  const clients: Sql[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.end({ timeout: 0 });
  });

  /** `listen` of postgres.js, which reconnects on its own. */
  const listenAt = (url: string): AdapterListen => {
    const sql = postgres(url, { max: 1, backoff: () => 0 });
    clients.push(sql);
    return async (channel, listener) => {
      const listening = await sql.listen(channel, listener, () => listener(''));
      return () => listening.unlisten();
    };
  };
  const sent: string[] = [];
  const send = async ({ text, values }: Statement) => {
    sent.push(String(values[1]));
    return await running().query(text, [...values]);
  };
  const notify = (channel: string, payload: string) => running().query('SELECT pg_notify($1, $2)', [channel, payload]);

  it('receives the notifications of its channel', async () => {
    const { channel, received } = await open(adapterListening(listenAt(running().url()), send));
    await notify(channel, '1 a');
    await eventually(() => expect(received).toContain('1 a'));
  });

  it('is kept by notifications to itself', async () => {
    const { session, received } = await open(adapterListening(listenAt(running().url()), send), { timeout: 300 });
    let reason: unknown;
    void session.ended.then((ended) => (reason = ended));
    await eventually(() =>
      expect(received.filter((payload) => payload.startsWith('probe ')).length).toBeGreaterThan(5),
    );
    expect(reason).toBeUndefined();
  });

  it('sends no heartbeat while other notifications arrive, such as the heartbeats of other instances', async () => {
    const { channel, received } = await open(adapterListening(listenAt(running().url()), send), { timeout: 2000 });
    sent.length = 0;
    const end = performance.now() + 1500; // without other notifications, it would send one after 1 second
    while (performance.now() < end) await notify(channel, 'probe of another instance');
    await eventually(() => expect(received).toContain('probe of another instance'));
    expect(sent).toStrictEqual([]);
  });

  it('ends in time when the network goes silent, although statements arrive', async () => {
    const proxy = await SilentProxy.start(running().port);
    try {
      const { session } = await open(adapterListening(listenAt(running().url({ port: proxy.port })), send));
      proxy.hush();
      expect(await timed(() => expect(session.ended).resolves.toBeInstanceOf(SilenceError))).toBeLessThan(NOTICED_MS);
    } finally {
      await proxy.stop();
    }
  });

  it('ends when statements fail', async () => {
    const failure = new Error('the pool is closed');
    const failing = () => Promise.reject(failure);
    const { session } = await open(adapterListening(listenAt(running().url()), failing), { timeout: 100 });
    await expect(session.ended).resolves.toBe(failure);
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
    const { session, channel, received } = await open(adapterListening(listen, send));
    session.end(new Error('closed'));
    session.end(new Error('closed again'));
    await expect(session.ended).resolves.toEqual(new Error('closed'));
    await eventually(() => expect(stops).toBe(1));
    received.length = 0;
    await notify(channel, '1 a');
    expect(received).toStrictEqual([]);
  });

  it('stops an adapter that has started too late', async () => {
    const stopped = new Deferred<void>();
    const started = new Deferred<() => void>();
    const listen: AdapterListen = () => started.promise;
    await expect(open(adapterListening(listen, send), { timeout: 50 })).rejects.toBeInstanceOf(SilenceError);
    started.resolve(() => stopped.resolve());
    await expect(stopped.promise).resolves.toBeUndefined();
  });
});
