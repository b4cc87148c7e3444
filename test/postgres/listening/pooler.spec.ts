import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { Listen } from '../../../lib/postgres/connection/postgres-connection.js';
import { adapterListening } from '../../../lib/postgres/listening/adapter-listening.js';
import { eventually } from '../../support/eventually.js';
import { describeWithPgBouncer } from '../../support/postgres/describe-with-postgres.js';
import { RecordingListener } from '../../support/recording-listener.js';
import { timed } from '../../support/timed.js';
import { listeningAt, TIMEOUT_MS, watches } from '../support/watches.js';

describeWithPgBouncer('A pooler in transaction mode', (running, pooler) => {
  const open = watches();
  const pooled = () => running().url({ port: pooler().port });

  it('is reported in time, with the remedy, to every listener', async () => {
    const watch = open({ pool: running().pool({ port: pooler().port }), url: pooled() });
    const [first, second] = [new RecordingListener(), new RecordingListener()];
    expect(await timed(() => watch.watch(first))).toBeLessThan(TIMEOUT_MS + 100); // plus the delay of a busy machine
    expect(first.outages).toEqual(['unannounced']);
    expect(first.reasons[0]).toMatch(/pooler in transaction mode.*option "listen" to the URL of a direct connection/);
    await watch.watch(second);
    expect([first.outages, second.outages]).toEqual([['unannounced'], ['unannounced']]);
  });

  it('is reported too when statements bypass it', async () => {
    const listener = new RecordingListener();
    await open({ pool: running().pool(), url: pooled() }).watch(listener);
    expect(listener.outages).toEqual(['unannounced']);
  });

  it('is reported too when an adapter listens through it', async () => {
    const listen = adapterListening(async (channel, received) => {
      const client = new Client({ connectionString: pooled() });
      client.on('notification', ({ payload = '' }) => received(payload));
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      return () => client.end();
    });
    const listener = new RecordingListener();
    await open({ pool: running().pool(), url: '', listen }).watch(listener);
    expect(listener.outages).toEqual(['unannounced']);
  });

  it('does not matter when LISTEN bypasses it', async () => {
    const channel = randomUUID();
    const pool = running().pool({ port: pooler().port });
    const listener = new RecordingListener();
    await open({ pool, url: running().url(), channel }).watch(listener);
    for (let i = 1; i <= 20; i++) await pool.query('SELECT pg_notify($1, $2)', [channel, `${i} a`]);
    await eventually(() => expect(listener.announcements).toHaveLength(20));
    expect(listener.outages).toStrictEqual([]);
  });

  it('keeps no connection to the server that listens', async () => {
    const channel = randomUUID();
    const pool = running().pool({ port: pooler().port });
    await open({ pool, url: pooled(), channel }).watch(new RecordingListener());
    await eventually(async () => {
      const text = 'SELECT count(*)::int AS listening FROM pg_listening_channels()';
      const answers = await Promise.all(Array.from({ length: 20 }, () => pool.query(text)));
      expect(answers.map(({ rows: [row] }) => row)).toEqual(answers.map(() => ({ listening: 0 })));
    });
  });

  it('no longer causes polling once notifications are received, without an outage', async () => {
    const channel = randomUUID();
    const listener = new RecordingListener();
    const listenings = [listeningAt(pooled())];
    const listen: Listen = async (options) => await (listenings.shift() ?? listeningAt(running().url()))(options);
    await open({ pool: running().pool(), url: '', channel, listen, recheck: 50 }).watch(listener);
    expect(listener.outages).toEqual(['unannounced']);
    await eventually(() => expect(listener.outages).toEqual(['unannounced', 'resumed']));
    await running().query('SELECT pg_notify($1, $2)', [channel, '1 a']);
    await eventually(() => expect(listener.announcements).toEqual([{ version: 1, id: 'a' }]));
  });
});

describeWithPgBouncer(
  'A pooler in session mode',
  (running, pooler) => {
    const open = watches();

    it('forwards notifications', async () => {
      const channel = randomUUID();
      const address = { port: pooler().port };
      const listener = new RecordingListener();
      await open({ pool: running().pool(address), url: running().url(address), channel }).watch(listener);
      await running().query('SELECT pg_notify($1, $2)', [channel, '1 a']);
      await eventually(() => expect(listener.announcements).toEqual([{ version: 1, id: 'a' }]));
      expect(listener.outages).toStrictEqual([]);
    });
  },
  { mode: 'session' },
);
