import { expect, it } from '@jest/globals';
import { START } from '../../lib/store/flag-store.js';
import { overrideSet, overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { redisServer } from '../support/servers.js';
import { RecordingListener } from '../support/recording-listener.js';
import { redisClients } from './support/clients.js';
import { begun, freshKeys, redisStores } from './support/stores.js';

describeWithServer(redisServer, 'Watching Redis', (running) => {
  const open = redisStores();
  const connect = redisClients();
  const url = () => `redis://localhost:${running().port}`;

  it('announces the position of the log to two stores after either appends, without the entries', async () => {
    const { prefix } = freshKeys();
    const stores = [open({ url: url(), prefix }), open({ url: url(), prefix })] as const;
    const listeners = [new RecordingListener(), new RecordingListener()] as const;
    const start = await begun(stores[0]);
    await stores[0].watch(listeners[0]);
    await stores[1].watch(listeners[1]);
    const first = entriesAfter(start, [overrideSet('search')]);
    await stores[0].append(first, start);
    const last = first[0] ?? START;
    const second = entriesAfter(last, overridesSet(2));
    await stores[1].append(second, last);
    const positions = [first, second]
      .map((entries) => entries.at(-1) ?? START)
      .map(({ version, id }) => ({ version, id }));
    for (const { changes, announcements } of listeners) {
      await eventually(() => expect(announcements).toEqual(positions));
      expect(changes).toStrictEqual([]);
    }
  });

  it('announces nothing of another prefix', async () => {
    const { prefix } = freshKeys();
    const listener = new RecordingListener();
    const store = open({ url: url(), prefix });
    await store.watch(listener);
    await open({ url: url(), prefix: `${prefix}-2` }).append(entriesAfter(START, overridesSet(1)), START);
    const { version, id } = await begun(store);
    await eventually(() => expect(listener.announcements).toEqual([{ version, id }]));
  });

  it('requests a read of the log for messages that it cannot parse', async () => {
    const { prefix, channel } = freshKeys();
    const listener = new RecordingListener();
    await open({ url: url(), prefix }).watch(listener);
    const client = await connect(url());
    const messages = ['', 'no JSON', '[]', '{}', 'null', '[{"version":1}]'];
    for (const message of messages) await client.publish(channel, message);
    await eventually(() => expect(listener.announcements).toEqual(messages.map(() => undefined)));
  });

  it('shares one connection, which is closed with the last listener', async () => {
    const client = await connect(url());
    const { prefix, channel } = freshKeys();
    const store = open({ url: url(), prefix });
    const subscribers = async () => (await client.pubSubNumSub([channel]))[channel];
    const ends = await Promise.all([store.watch(new RecordingListener()), store.watch(new RecordingListener())]);
    expect(await subscribers()).toBe(1);
    await ends[0]();
    await ends[0]();
    expect(await subscribers()).toBe(1);
    await ends[1]();
    await eventually(async () => expect(await subscribers()).toBe(0));
    await store.watch(new RecordingListener());
    expect(await subscribers()).toBe(1);
  });
});
