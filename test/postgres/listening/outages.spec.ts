import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { StoreUnavailableError } from '../../../lib/store/store.errors.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPostgres } from '../../support/postgres/describe-with-postgres.js';
import { RecordingListener } from '../../support/recording-listener.js';
import { SilentProxy } from '../../support/silent-proxy.js';
import { timed } from '../../support/timed.js';
import { NOTICED_MS, watches } from '../support/watches.js';

const noticed = (listener: RecordingListener) =>
  timed(() => eventually(() => expect(listener.outages).toEqual(['lost'])));

const over = (listener: RecordingListener) =>
  eventually(() => expect(listener.outages).toEqual(['lost', 'resumed']), 10_000);

describeWithPostgres('An outage of the connection that listens', (running) => {
  const open = watches();

  /** Watches through a port, and waits for what is announced after an outage. */
  async function watched(port = running().port) {
    const channel = randomUUID();
    const listener = new RecordingListener();
    const watch = open({ pool: running().pool({ port }), url: running().url({ port }), channel });
    await watch.watch(listener);
    const announces = async (payload = '1 a') => {
      listener.announcements.length = 0;
      await running().query('SELECT pg_notify($1, $2)', [channel, payload]);
      await eventually(() => expect(listener.announcements).toHaveLength(1));
    };
    return { channel, listener, watch, announces };
  }

  it('is reported when an administrator terminates it, and ends once it listens again', async () => {
    const { channel, listener, announces } = await watched();
    const text = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = $1';
    const took = noticed(listener);
    await running().query(text, [`LISTEN "${channel}"`]);
    expect(await took).toBeLessThan(NOTICED_MS);
    expect(listener.errors[0]).toBeInstanceOf(StoreUnavailableError);
    await over(listener);
    await announces();
  });

  it('is reported in time when the network goes silent', async () => {
    const proxy = await SilentProxy.start(running().port);
    try {
      const { listener, announces } = await watched(proxy.port);
      proxy.hush();
      expect(await noticed(listener)).toBeLessThan(NOTICED_MS);
      proxy.speak();
      await over(listener);
      await announces();
    } finally {
      await proxy.stop();
    }
  });

  it('is reported in time when the server hangs', async () => {
    const { listener, announces } = await watched();
    await running().pause();
    try {
      expect(await noticed(listener)).toBeLessThan(NOTICED_MS);
    } finally {
      await running().resume();
    }
    await over(listener);
    await announces();
  });

  it('is reported when the server crashes, and ends after its restart', async () => {
    const { listener, announces } = await watched();
    await running().kill();
    await eventually(() => expect(listener.outages).toEqual(['lost']));
    await running().restart();
    await over(listener);
    await announces();
  });

  it('is reported after a failover, and ends once the promoted standby is reached', async () => {
    const standby = await running().standby();
    const proxy = await SilentProxy.start(running().port);
    try {
      const { channel, listener } = await watched(proxy.port);
      await running().kill();
      await eventually(() => expect(listener.outages).toEqual(['lost']));
      proxy.redirect(standby.port);
      expect(listener.outages).toEqual(['lost']); // the standby accepts no LISTEN yet
      await standby.promote();
      await over(listener);
      await standby.query('SELECT pg_notify($1, $2)', [channel, '1 a']);
      await eventually(() => expect(listener.announcements).toHaveLength(1));
    } finally {
      await proxy.stop();
      await standby.stop();
      await running().restart();
    }
  });

  it('is reported when statements reach another server than it', async () => {
    const standby = await running().standby();
    await standby.promote();
    const proxy = await SilentProxy.start(running().port);
    const pool = new Pool({ connectionString: running().url({ port: proxy.port }), maxUses: 1 });
    try {
      const channel = randomUUID();
      const listener = new RecordingListener();
      const url = running().url({ port: proxy.port });
      const watch = open({ pool, url, channel, recheck: 100 });
      await watch.watch(listener);
      proxy.redirect(standby.port);
      await eventually(() => expect(listener.outages).toEqual(['lost', 'resumed']));
      await standby.query('SELECT pg_notify($1, $2)', [channel, '1 a']);
      await eventually(() => expect(listener.announcements).toHaveLength(1));
    } finally {
      await pool.end();
      await proxy.stop();
      await standby.stop();
    }
  });

  it('is not reported while only statements fail, such as in a full pool', async () => {
    const channel = randomUUID();
    const listener = new RecordingListener();
    const pool = new Pool({ connectionString: running().url(), max: 1, connectionTimeoutMillis: 50 });
    try {
      await open({ pool, url: running().url(), channel, recheck: 50 }).watch(listener);
      const client = await pool.connect();
      for (let i = 0; i < 10; i++) await expect(pool.query('SELECT')).rejects.toThrow('timeout'); // several checks fail too
      client.release();
      await running().query('SELECT pg_notify($1, $2)', [channel, '1 a']);
      await eventually(() => expect(listener.announcements).toHaveLength(1));
      expect(listener.outages).toStrictEqual([]);
    } finally {
      await pool.end();
    }
  });
});
