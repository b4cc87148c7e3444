import { expect, it } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import type { StickyDocument } from '../../lib/store/flag-store.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { redisServer } from '../support/servers.js';
import { redisClients } from './support/clients.js';
import { freshKeys, redisStores } from './support/stores.js';

function served(unit: string, variant: string, version = 1, flag = 'theme'): StickyDocument {
  return { unit, flag, assignment: { variant, version } };
}

describeWithServer(redisServer, 'Sticky variants in Redis', (running) => {
  const open = redisStores();
  const connect = redisClients();
  const url = () => `redis://localhost:${running().port}`;

  it('keep their first value until a higher version is written', async () => {
    const store = open({ url: url(), prefix: freshKeys().prefix });
    const unit = 'userId:ada';
    await expect(store.writeSticky([served(unit, 'plain', 2)])).resolves.toEqual([served(unit, 'plain', 2)]);
    await expect(store.writeSticky([served(unit, 'bold', 2)])).resolves.toEqual([served(unit, 'plain', 2)]);
    await expect(store.writeSticky([served(unit, 'bold', 1)])).resolves.toEqual([served(unit, 'plain', 2)]);
    await expect(store.writeSticky([served(unit, 'bold', 10)])).resolves.toEqual([served(unit, 'bold', 10)]);
    await expect(store.readSticky([unit])).resolves.toEqual([served(unit, 'bold', 10)]);
  });

  it('accept any characters in units and variants', async () => {
    const store = open({ url: url(), prefix: freshKeys().prefix });
    const units = [
      'userId:ada lovelace',
      'a:{b}:}{',
      '*?[x]',
      'line\nbreak\0',
      '🛒ü',
      '',
      'x'.repeat(300),
      '__proto__',
    ];
    const documents = units.map((unit, i) => served(unit, `variant:${i}\n "ü"`));
    await expect(store.writeSticky(documents)).resolves.toEqual(documents);
    await expect(store.readSticky(units)).resolves.toEqual(documents);
  });

  it('are read for more than a hundred units', async () => {
    const store = open({ url: url(), prefix: freshKeys().prefix });
    const documents = Array.from({ length: 250 }, (_, i) => served(`userId:${i}`, 'bold'));
    await store.writeSticky(documents);
    await expect(store.readSticky(documents.map(({ unit }) => unit))).resolves.toEqual(documents);
  });

  it('do not expire while their unit is read or written', async () => {
    const keys = freshKeys();
    const client = await connect(url());
    const store = open({ url: url(), prefix: keys.prefix, stickyTtl: '1h' });
    const key = keys.sticky('userId:ada');
    await store.writeSticky([served('userId:ada', 'bold')]);
    expect(await client.pTTL(key)).toBeGreaterThan(3_590_000);
    await client.pExpire(key, 60_000);
    await store.readSticky(['userId:ada']);
    expect(await client.pTTL(key)).toBeGreaterThan(3_590_000);
    await client.pExpire(key, 60_000);
    await store.writeSticky([served('userId:ada', 'plain')]);
    expect(await client.pTTL(key)).toBeGreaterThan(3_590_000);
  });

  it('expire after 30 days by default', async () => {
    const keys = freshKeys();
    await open({ url: url(), prefix: keys.prefix }).writeSticky([served('userId:ada', 'bold')]);
    const ttl = await (await connect(url())).pTTL(keys.sticky('userId:ada'));
    expect(Math.round(ttl / 3_600_000)).toBe(720);
  });

  it('skip and overwrite invalid entries', async () => {
    const keys = freshKeys();
    const store = open({ url: url(), prefix: keys.prefix });
    await (await connect(url())).hSet(keys.sticky('userId:ada'), { theme: 'bold', layout: ':x', search: '1:new' });
    await expect(store.readSticky(['userId:ada'])).resolves.toEqual([served('userId:ada', 'new', 1, 'search')]);
    await expect(store.writeSticky([served('userId:ada', 'plain')])).resolves.toEqual([served('userId:ada', 'plain')]);
  });

  it('hide no others when the key of one unit has another type', async () => {
    const keys = freshKeys();
    const store = open({ url: url(), prefix: keys.prefix });
    await (await connect(url())).set(keys.sticky('userId:eve'), 'of somebody else');
    await store.writeSticky([served('userId:ada', 'bold'), served('userId:grace', 'plain')]);
    await expect(store.readSticky(['userId:ada', 'userId:eve', 'userId:grace'])).resolves.toEqual([
      served('userId:ada', 'bold'),
      served('userId:grace', 'plain'),
    ]);
    await expect(store.writeSticky([served('userId:eve', 'bold')])).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });

  it('are still shared for all other users when the key of one unit has another type', async () => {
    const keys = freshKeys();
    const client = await connect(url());
    await client.set(keys.sticky('userId:user-0'), 'of somebody else');
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({ store: open({ url: url(), prefix: keys.prefix }), logger });
    const variants = [
      { name: 'dark', weight: 1 },
      { name: 'light', weight: 1 },
    ];
    await flags.saveFlag('theme', { type: 'variant', sticky: {}, variants });
    for (let i = 0; i < 300; i++) flags.getVariant('theme', '', { userId: `user-${i}` });
    await eventually(async () => expect(await client.keys(keys.sticky('userId:*'))).toHaveLength(300));
    expect(logger.warnings).toEqual([expect.stringContaining('fails on the sticky variants of at least one unit')]);
    expect([logger.lines.join(), flags.status().state]).toEqual([expect.not.stringContaining('user-0'), 'ready']);
    await flags.close();
  });
});

describeWithServer(redisServer, 'A lease in Redis', (running) => {
  const open = redisStores();
  const connect = redisClients();
  const url = () => `redis://localhost:${running().port}`;

  it('has one holder, who alone can prolong it, and expires', async () => {
    const keys = freshKeys();
    const client = await connect(url());
    const store = open({ url: url(), prefix: keys.prefix });
    const key = keys.lease('schedules');
    await expect(store.lease('schedules', 'one', 10_000.5)).resolves.toBe(true);
    await expect(store.lease('schedules', 'two', 60_000)).resolves.toBe(false);
    expect(await client.pTTL(key)).toBeLessThanOrEqual(10_001);
    await expect(store.lease('schedules', 'one', 60_000)).resolves.toBe(true);
    expect(await client.pTTL(key)).toBeGreaterThan(50_000);
    await client.pExpire(key, 0);
    await expect(store.lease('schedules', 'two', 60_000)).resolves.toBe(true);
  });
});
