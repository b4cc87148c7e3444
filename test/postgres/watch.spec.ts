import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { StoreUnavailableError } from '../../lib/store/store.errors.js';
import { Deferred } from '../support/deferred.js';
import { eventually } from '../support/eventually.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { RecordingListener } from '../support/recording-listener.js';
import { watches } from './support/watches.js';

describeWithPostgres('Watching Postgres', (running) => {
  const open = watches();
  const begin = (channel: string) => open({ pool: running().pool(), url: running().url(), channel });
  const notify = (channel: string, payload: string) => running().query('SELECT pg_notify($1, $2)', [channel, payload]);

  it('announces positions to all listeners, from the moment it resolves', async () => {
    const channel = randomUUID();
    const watch = begin(channel);
    const listeners = [new RecordingListener(), new RecordingListener()];
    for (const listener of listeners) await watch.watch(listener);
    await notify(channel, '1 a');
    await notify(channel, '2 b');
    for (const { announcements, outages } of listeners) {
      await eventually(() =>
        expect(announcements).toEqual([
          { version: 1, id: 'a' },
          { version: 2, id: 'b' },
        ]),
      );
      expect(outages).toStrictEqual([]);
    }
  });

  it('announces nothing of another schema', async () => {
    const channel = randomUUID();
    const listener = new RecordingListener();
    await begin(channel).watch(listener);
    await notify(`${channel}-2`, '1 a');
    await notify(channel, '1 b');
    await eventually(() => expect(listener.announcements).toEqual([{ version: 1, id: 'b' }]));
  });

  it('requests a read of the log for notifications that it cannot parse, except probes', async () => {
    const channel = randomUUID();
    const listener = new RecordingListener();
    await begin(channel).watch(listener);
    const payloads = ['', 'no position', '[{"version":1}]', 'probe', '9'.repeat(300)];
    for (const payload of ['probe 1', ...payloads]) await notify(channel, payload);
    await eventually(() => expect(listener.announcements).toStrictEqual(payloads.map(() => undefined)));
  });

  it('shares one connection, which is closed with the last listener', async () => {
    const channel = randomUUID();
    const watch = begin(channel);
    const connections = async () => {
      const text = 'SELECT FROM pg_stat_activity WHERE query = $1';
      return (await running().query(text, [`LISTEN "${channel}"`])).length;
    };
    const ends = await Promise.all([watch.watch(new RecordingListener()), watch.watch(new RecordingListener())]);
    expect(await connections()).toBe(1);
    ends[0]();
    ends[0]();
    expect(await connections()).toBe(1);
    ends[1]();
    await eventually(async () => expect(await connections()).toBe(0));
    const listener = new RecordingListener();
    await watch.watch(listener);
    await notify(channel, '1 a');
    await eventually(() => expect(listener.announcements).toEqual([{ version: 1, id: 'a' }]));
  });

  it('rejects while it cannot listen, and can be tried again', async () => {
    const channel = randomUUID();
    const pool = running().pool();
    const missing = open({ pool, url: running().url({ database: 'missing' }), channel });
    await expect(missing.watch(new RecordingListener())).rejects.toThrow(StoreUnavailableError);
    await expect(missing.watch(new RecordingListener())).rejects.toThrow('"missing" does not exist');
  });

  it('rejects while statements cannot be run, because listeners read changes immediately', async () => {
    const watch = open({ pool: running().pool({ database: 'missing' }), url: running().url() });
    await expect(watch.watch(new RecordingListener())).rejects.toThrow('"missing" does not exist');
  });

  it('resolves for a listener that is added while listening to a silent server is tried again', async () => {
    const again = new Deferred<void>();
    let attempts = 0;
    const listen = async () => {
      if (++attempts > 1) {
        again.resolve();
        await new Promise(() => {});
      }
      return { hasHeartbeat: true, ended: new Promise<unknown>(() => {}), end() {} };
    };
    const watch = open({ pool: running().pool(), url: running().url(), listen, recheck: 50 });
    await watch.watch(new RecordingListener());
    await again.promise;
    const second = new RecordingListener();
    await watch.watch(second);
    expect(second.outages).toEqual(['unannounced']);
  });
});
