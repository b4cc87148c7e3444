import { expect, it } from '@jest/globals';
import { RedisStore } from '../../lib/redis/index.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { redisServer } from '../support/servers.js';
import { redisClients } from '../redis/support/clients.js';
import { freshKeys } from '../redis/support/stores.js';
import { managers } from '../unit/manager/managers.js';

const BY = { actor: 'ops', reason: 'incident 7' };

describeWithServer(redisServer, 'A Redis that has lost its data', (running) => {
  const start = managers();
  const connect = redisClients();

  async function shop() {
    const { prefix } = freshKeys();
    const url = `redis://localhost:${running().port}`;
    const boot = () => start({ initialFlags: { checkout: true }, store: new RedisStore({ url, prefix }) });
    const [one, two] = [await boot(), await boot()] as const;
    await one.flags.disable('checkout', BY);
    await eventually(() => expect(two.flags.status().version).toBe(1));
    return { one, two, boot, admin: await connect(url) };
  }

  it('releases no kill switch after FLUSHALL, accepts no change, and is restored once for all', async () => {
    const { one, two, boot, admin } = await shop();
    await admin.flushAll();
    await expect(one.flags.enable('checkout', BY)).rejects.toMatchObject({ code: 'STORE_DATA_LOSS' });
    await two.flags.refresh();
    for (const { flags } of [one, two]) {
      expect([flags.isEnabled('checkout'), flags.status().state]).toEqual([false, 'degraded']);
    }
    // The slower instance restores nothing, or reads that there is nothing left to restore.
    const results = await Promise.allSettled([one.flags.restoreStore(BY), two.flags.restoreStore(BY)]);
    const restored = results.map((each) => {
      if (each.status === 'fulfilled') return each.value.restored;
      expect(each.reason).toMatchObject({ code: 'NOTHING_TO_RESTORE' });
      return 0;
    });
    expect(restored.toSorted()).toEqual([0, 1]);
    const { flags } = await boot();
    for (const each of [one.flags, two.flags, flags]) {
      expect([each.isEnabled('checkout'), each.status().state]).toEqual([false, 'ready']);
    }
    const { entries } = await flags.getAuditLog();
    expect(entries.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'store_restored ops',
      'override_set ops',
    ]);
  });

  it('releases no kill switch when it starts again without its data', async () => {
    const { one } = await shop();
    await running().restart();
    await eventually(async () => {
      await one.flags.refresh();
      expect(one.flags.status().providers[0]?.error).toContain('it is empty');
    });
    expect([one.flags.isEnabled('checkout'), one.flags.status().state]).toEqual([false, 'degraded']);
    await one.flags.acceptStore(BY);
    expect(one.flags.isEnabled('checkout')).toBe(true);
    await one.flags.disable('checkout', BY); // whether it is subscribed again or not
    await eventually(() => expect(one.flags.status().state).toBe('ready')); // it is subscribed
  });
});
