import { expect, it } from '@jest/globals';
import { Client, Pool } from 'pg';
import { clientListening } from '../../../lib/postgres/listening/client-listening.js';
import { clientOfPool, type ListenClient } from '../../../lib/postgres/listening/listen-client.js';
import { quotedName } from '../../../lib/postgres/postgres-names.js';
import { SilenceError } from '../../../lib/store/connection/answer-within.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { SilentProxy } from '../../support/silent-proxy.js';
import { timed } from '../../support/timed.js';
import { listenSessions } from '../support/sessions.js';
import { listeningAt, NOTICED_MS, TIMEOUT_MS } from '../support/watches.js';

describeWithPostgres('A session that listens', (running) => {
  const open = listenSessions();
  const notify = (channel: string, payload: string) => running().query('SELECT pg_notify($1, $2)', [channel, payload]);
  /** The connections whose last statement concerns the channel, except that of the question. */
  const connectionsOf = async (channel: string) => {
    const text = `SELECT pid FROM pg_stat_activity WHERE query LIKE $1 AND pid <> pg_backend_pid()`;
    return (await running().query<{ pid: number }>(text, [`LISTEN "${channel}"`])).map(({ pid }) => pid);
  };

  it('receives the notifications of its channel, and no others', async () => {
    const names = ['shop', 'Shop "two"; DROP TABLE log', 'ä'.repeat(31)];
    for (const channel of names) {
      const { received } = await open(listeningAt(running().url()), { channel });
      await notify('another', 'a');
      await notify(channel, 'b');
      await notify(channel, '');
      await eventually(() => expect(received).toEqual(['b', '']));
    }
  });

  it('has the settings of the pool of the application, password included, and is not counted in it', async () => {
    const { user, password } = await running().createUser();
    const pool = new Pool({ host: '127.0.0.1', port: running().port, database: 'postgres', user, password, max: 1 });
    const { channel, received } = await open(clientListening(() => clientOfPool(pool) ?? new Client()));
    await notify(channel, 'a');
    await eventually(() => expect(received).toEqual(['a']));
    expect(pool.totalCount).toBe(0);
    await pool.end();
  });

  it('ends with the reason of the server when an administrator terminates it', async () => {
    const { session, channel } = await open(listeningAt(running().url()), { timeout: 10_000 });
    const [pid] = await connectionsOf(channel);
    await running().query('SELECT pg_terminate_backend($1)', [pid]);
    await expect(session.ended).resolves.toMatchObject({ code: '57P01' });
  });

  it('is kept alive by heartbeats that are more frequent than the idle timeout of the server', async () => {
    const { user, password } = await running().createUser();
    await running().query(`ALTER ROLE ${quotedName(user)} SET idle_session_timeout = ${3 * TIMEOUT_MS}`);
    const url = running().url({ user, password });
    const short = await open(listeningAt(url), { timeout: TIMEOUT_MS });
    const long = await open(listeningAt(url), { timeout: 10_000 });
    await expect(long.session.ended).resolves.toMatchObject({ code: '57P05' });
    await notify(short.channel, 'a');
    await eventually(() => expect(short.received).toEqual(['a']));
  });

  it.each([
    ['the network goes silent', async (proxy: SilentProxy) => proxy.hush(), async () => {}],
    ['the server hangs', () => running().pause(), () => running().resume()],
  ])('ends in time when %s', async (_, begin, end) => {
    const proxy = await SilentProxy.start(running().port);
    try {
      const { session } = await open(listeningAt(running().url({ port: proxy.port })));
      await begin(proxy);
      expect(await timed(() => expect(session.ended).resolves.toBeInstanceOf(SilenceError))).toBeLessThan(NOTICED_MS);
    } finally {
      await end();
      await proxy.stop();
    }
  });

  it('ends when it no longer listens, as after a proxy has replaced its session', async () => {
    const client = new Client({ connectionString: running().url() });
    const { session } = await open(clientListening(() => client));
    await client.query('UNLISTEN *');
    await expect(session.ended).resolves.toEqual(new Error('the session no longer listens'));
  });

  it('ends when its server has become a replica, as after a proxy has kept the connection during a failover', async () => {
    const standby = await running().standby();
    try {
      const client = new Client({ connectionString: running().url() });
      const moved: ListenClient = {
        connection: client.connection,
        connect: () => client.connect(),
        end: () => client.end(),
        on: client.on.bind(client),
        query: async (text, values) =>
          values === undefined ? await client.query(text) : { rows: await standby.query(text, values) },
      };
      const { session } = await open(clientListening(() => moved));
      await expect(session.ended).resolves.toMatchObject({ message: expect.stringContaining('has become a replica') });
    } finally {
      await standby.stop();
    }
  });

  it('is refused by a replica', async () => {
    const standby = await running().standby();
    try {
      await expect(open(listeningAt(standby.url()))).rejects.toMatchObject({ code: '25006' });
    } finally {
      await standby.stop();
    }
  });

  it('leaves no connection behind, however it ends', async () => {
    const { session, channel } = await open(listeningAt(running().url()));
    expect(await connectionsOf(channel)).toHaveLength(1);
    session.end(new Error('closed'));
    await expect(session.ended).resolves.toEqual(new Error('closed'));
    await eventually(async () => expect(await connectionsOf(channel)).toStrictEqual([]));
  });

  it('gives up on a server that accepts the connection and never answers, and closes the socket', async () => {
    const proxy = await SilentProxy.start(running().port);
    const client = new Client({ connectionString: running().url({ port: proxy.port }) });
    try {
      proxy.hush();
      const failure = expect(open(clientListening(() => client))).rejects.toBeInstanceOf(SilenceError);
      expect(await timed(() => failure)).toBeLessThan(NOTICED_MS);
      expect(client.connection.stream.destroyed).toBe(true);
    } finally {
      await proxy.stop();
    }
  });

  it('ends with the reason of its signal, even while it is being opened', async () => {
    const closing = new AbortController();
    const { session } = await open(listeningAt(running().url()), { signal: closing.signal });
    const opening = open(listeningAt(running().url()), { signal: closing.signal });
    closing.abort(new Error('closed'));
    await expect(opening).rejects.toThrow('closed');
    await expect(session.ended).resolves.toEqual(new Error('closed'));
  });
});
