import { describe, expect, it } from '@jest/globals';
import { FileStore, MemoryStore } from '../../../lib/index.js';
import { adapters } from '../../support/http-app.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { EventClient } from './event-client.js';
import { flagIn, ofrepApps } from './ofrep-app.js';

const secret = 'the-secret-of-all-instances-of-the-shop';
const visitor = { targetingKey: 'visitor-1' };

/** A store that does not announce changes. */
class SilentStore extends MemoryStore {
  override watch(): () => void {
    return () => {};
  }
}

describe.each(adapters)('Instances that serve the same flags over OFREP on $name', (adapter) => {
  const start = ofrepApps(adapter);

  async function twoInstances() {
    const options = { store: new SilentStore(), storePoll: '1h' } as const;
    const one = await start({ public: true, secret }, { options });
    return { one, other: await start({ public: true, secret }, { options }) };
  }

  it('give equal answers the same entity tag', async () => {
    const { one, other } = await twoInstances();
    const tag = (await one.evaluate(visitor)).headers.get('etag') ?? '';
    expect((await other.evaluate(visitor, { headers: { 'if-none-match': tag } })).status).toBe(304);
  });

  it('give equal answers different entity tags without a common secret', async () => {
    const [one, other] = [await start({ public: true }), await start({ public: true })];
    const tag = (await one.evaluate(visitor)).headers.get('etag') ?? '';
    expect((await other.evaluate(visitor, { headers: { 'if-none-match': tag } })).status).toBe(200);
  });

  it('read a change that another instance has announced to a client', async () => {
    const { one, other } = await twoInstances();
    const client = await EventClient.open(one.app);
    await client.connected();
    await one.app.flags.disable('new_checkout', { actor: 'ops' });
    const [event] = await client.received(1);
    client.close();
    expect(flagIn(await other.evaluate(visitor), 'new_checkout')).toMatchObject({ value: true });
    const data = event?.data as { readonly etag: string; readonly lastModified: number } | undefined;
    const query = `?flagConfigEtag=${data?.etag}&flagConfigLastModified=${data?.lastModified}`;
    const target = `/ofrep/v1/evaluate/flags${query}`;
    const fresh = await other.send('', target, { body: JSON.stringify({ context: visitor }) });
    expect(flagIn(fresh, 'new_checkout')).toMatchObject({ value: false });
  });

  it('give the same entity tag and event id after a restart, with the overrides that are stored', async () => {
    const folder = await temporaryDirectory();
    const run = async (lastId: string | undefined, tag: string) => {
      const app = await start({ public: true, secret }, { options: { store: new FileStore(folder.path) } });
      if (lastId === undefined) {
        await app.app.flags.disable('new_checkout', { actor: 'ops' });
        await app.app.flags.setOverride('theme', 'classic', { unit: 'ada', actor: 'ops' });
      }
      const answer = await app.evaluate(visitor, { headers: { 'if-none-match': tag } });
      const headers: Record<string, string> = lastId === undefined ? {} : { 'last-event-id': lastId };
      const client = await EventClient.open(app.app, '/ofrep/v1/events', { headers });
      await client.connected();
      client.close();
      await app.app.close();
      return {
        status: answer.status,
        tag: answer.headers.get('etag') ?? '',
        lastId: client.lastId,
        events: client.events,
      };
    };
    try {
      const before = await run(undefined, '');
      const after = await run(before.lastId, before.tag);
      expect(before.status).toBe(200);
      expect(after).toStrictEqual({ status: 304, tag: before.tag, lastId: before.lastId, events: [] });
    } finally {
      await folder.remove();
    }
  });
});
