import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createCluster as createCluster5 } from '@keyv/redis';
import { createCluster } from 'redis';
import { RedisStore } from '../../lib/redis/index.js';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { contractRunner } from '../support/contract-runner.js';
import { describeWithProgram } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { positionOf, RecordingListener } from '../support/recording-listener.js';
import { redisClients } from './support/clients.js';
import { begun, freshKeys, redisStores, type OpenRedisStore } from './support/stores.js';

const releases = [
  { release: 'redis 5', create: createCluster5 as unknown as typeof createCluster },
  { release: 'redis 6', create: createCluster },
] as const;

describeWithProgram('redis-cli', 'A Redis Cluster of three masters', () => {
  const open = redisStores();
  const connectTo = redisClients();
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await RedisCluster.start();
  });

  afterAll(async () => {
    await cluster.stop();
  });

  async function connect(create: typeof createCluster) {
    const rootNodes = cluster.masters.map(({ port }) => ({ url: `redis://127.0.0.1:${port}` }));
    const client = create({ rootNodes });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  for (const { release, create } of releases) {
    flagStoreContract(
      contractRunner,
      `by ${release}`,
      async () => {
        const client = await connect(create);
        const { prefix } = freshKeys();
        const another = () => new RedisStore({ client, prefix });
        return { store: another(), another, reopen: another, close: () => client.destroy() };
      },
      { lacks: ['outage'] },
    );

    it(`announces changes of every slot to every instance, by ${release}`, async () => {
      const clients = [await connect(create), await connect(create)] as const;
      try {
        for (let i = 0; i < 6; i++) {
          const { prefix } = freshKeys(); // which is in a slot of its own
          const listener = new RecordingListener();
          const [watched, store] = clients.map((client) => open({ client, prefix })) as [
            OpenRedisStore,
            OpenRedisStore,
          ];
          const last = await begun(store);
          await watched.watch(listener);
          const entries = entriesAfter(last, overridesSet(2));
          await expect(store.append(entries, last)).resolves.toBe(true);
          // The first entry may be announced late: nodes pass it on among themselves.
          await eventually(() => expect(listener.announcements.at(-1)).toEqual(positionOf(entries)));
        }
      } finally {
        for (const client of clients) client.destroy();
      }
    });
  }

  it('receives messages again after its connection was cut', async () => {
    const client = await connect(createCluster);
    try {
      const store = open({ client, prefix: freshKeys().prefix, timeout: '400ms' });
      const listener = new RecordingListener();
      let last = await begun(store);
      await store.watch(listener);
      for (const { port } of cluster.masters) {
        const admin = await connectTo(`redis://127.0.0.1:${port}`);
        await admin.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
      }
      // Once for each master that it is connected to when that master is restarted.
      await eventually(() => expect(listener.outages.join(' ')).toMatch(/^lost resumed( lost resumed)*$/));
      await eventually(async () => {
        const entries = entriesAfter(last, overridesSet(1)); // the previous one may have hit the last of these outages
        await store.append(entries, last);
        last = entries[0] ?? last;
        await eventually(() => expect(listener.announcements.at(-1)).toEqual(positionOf(entries)), 500);
      });
    } finally {
      client.destroy();
    }
  });
});
