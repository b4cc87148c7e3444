import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { neededRights } from '../../lib/redis/redis-rights.js';
import { RedisKeys } from '../../lib/redis/redis-keys.js';
import { START } from '../../lib/store/flag-store.js';
import { StoreUnavailableError } from '../../lib/store/store.errors.js';
import { overrideSet, overridesSet } from '../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../lib/testing/store-writer.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { redisServer } from '../support/servers.js';
import { positionOf, RecordingListener } from '../support/recording-listener.js';
import { redisClients } from './support/clients.js';
import { begun, freshKeys, redisStores } from './support/stores.js';

const PASSWORD = 'secret-of-the-shop';

describeWithServer(redisServer, 'An ACL user of Redis', (running) => {
  const open = redisStores();
  const connect = redisClients();

  /** A store of a user with these rights. */
  async function storeOf(keys: RedisKeys, rights: string) {
    const admin = await connect(`redis://localhost:${running().port}`);
    const user = randomUUID();
    await admin.sendCommand(['ACL', 'SETUSER', user, 'on', `>${PASSWORD}`, ...rights.split(' ')]);
    const url = `redis://${user}:${PASSWORD}@localhost:${running().port}`;
    return { admin, url, store: open({ url, prefix: keys.prefix }) };
  }

  it('can do everything with the documented rights, and nothing more', async () => {
    const keys = freshKeys();
    const { admin, store } = await storeOf(keys, neededRights(keys));
    const listener = new RecordingListener();
    const last = await begun(store);
    const entries = entriesAfter(last, [
      ...overridesSet(2),
      {
        ...overrideSet('promotion_0'),
        action: 'override_cleared',
        before: overrideSet('promotion_0').after,
        after: null,
      },
    ]);
    await store.watch(listener);
    await expect(store.append(entries, last)).resolves.toBe(true);
    await eventually(() => expect(listener.announcements).toEqual([positionOf(entries)]));
    expect((await store.read()).documents).toHaveLength(2);
    await expect(store.query({ order: 'newest_first', limit: 1 })).resolves.toHaveLength(1);
    await expect(store.query({ order: 'oldest_first', limit: 1 })).resolves.toHaveLength(1);
    const sticky = [{ unit: 'userId:ada', flag: 'theme', assignment: { variant: 'bold', version: 1 } }];
    await expect(store.writeSticky(sticky)).resolves.toEqual(sticky);
    await expect(store.readSticky(['userId:ada'])).resolves.toEqual(sticky);
    const now = new Date().toISOString();
    const flags = [{ key: 'search', answers: [{ enabled: true, count: 1 }] }];
    await store.addUsage({ instance: 'one', sequence: 1, since: now, until: now, flags });
    expect((await store.readUsage())?.flags).toHaveLength(1);
    await expect(store.lease('schedules', 'one', 1000)).resolves.toBe(true);
    await expect(store.now()).resolves.toEqual(expect.any(Number));
    expect(await admin.keys(`{${keys.prefix}}:*`)).toHaveLength(9);
  });

  it('can do everything under a prefix that looks like a pattern, and nothing under what that would match', async () => {
    const keys = new RedisKeys(`shop[eu]?*\\${randomUUID()}`);
    const { store, url } = await storeOf(keys, neededRights(keys));
    await store.watch(new RecordingListener());
    await expect(store.append(entriesAfter(START, overridesSet(1)), START)).resolves.toBe(true);
    const matched = new RedisKeys(keys.prefix.replace('[eu]?*\\', 'e-1'));
    await expect(open({ url, prefix: matched.prefix }).read()).rejects.toThrow(
      `An ACL user needs: ${neededRights(matched)}`,
    );
  });

  it('may have a database in its URL, and gets an error that names the right to select one', async () => {
    const keys = freshKeys();
    const { url } = await storeOf(keys, neededRights(keys));
    const store = open({ url: `${url}/1`, prefix: keys.prefix });
    await store.watch(new RecordingListener());
    await expect(store.append(entriesAfter(START, overridesSet(1)), START)).resolves.toBe(true);
    const inFirst = await connect(`redis://localhost:${running().port}/1`);
    expect((await inFirst.keys(`{${keys.prefix}}:*`)).length).toBeGreaterThan(1);

    const { url: other } = await storeOf(keys, neededRights(keys).replace(' +select', ''));
    await expect(open({ url: `${other}/1`, prefix: keys.prefix }).read()).rejects.toThrow(
      /An ACL user needs: .* \+select /,
    );
  });

  it('cannot watch without the channel, and gets an error that names the right', async () => {
    const keys = freshKeys();
    const { store } = await storeOf(keys, neededRights(keys).replace(`&${keys.channel}`, 'resetchannels'));
    await store.read();
    const failure = store.watch(new RecordingListener());
    await expect(failure).rejects.toThrow(StoreUnavailableError);
    await expect(failure).rejects.toThrow(`An ACL user needs: ~{${keys.prefix}}:* &${keys.channel} +eval`);
  });

  for (const missing of ['+publish', '+hset', '+hdel', '+set', '+xadd']) {
    it(`writes nothing at all without the right ${missing}, which the error names`, async () => {
      const keys = freshKeys();
      const rights = neededRights(keys)
        .split(' ')
        .filter((right) => right !== missing);
      const { admin, store } = await storeOf(keys, rights.join(' '));
      const failure = store.append(entriesAfter(START, overridesSet(1)), START);
      await expect(failure).rejects.toThrow(StoreUnavailableError);
      await expect(failure).rejects.toThrow(`An ACL user needs: ~{${keys.prefix}}:*`);
      expect(await admin.keys(`{${keys.prefix}}:*`)).toStrictEqual([]);
    });
  }

  it('with other keys gets an error that names the required ones', async () => {
    const keys = freshKeys();
    const { store } = await storeOf(keys, neededRights(freshKeys()));
    await expect(store.read()).rejects.toThrow(`An ACL user needs: ~{${keys.prefix}}:*`);
  });

  it('with a wrong password gets an error without the password', async () => {
    const { port } = running();
    const store = open({ url: `redis://nobody:${PASSWORD}@localhost:${port}` });
    const failure: unknown = await Promise.resolve(store.read()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreUnavailableError);
    expect(String(failure)).toContain('the server rejects the user or the password');
    expect(String(failure)).not.toContain(PASSWORD);
  });
});
