import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../lib/manager/clock.js';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { millisecondsOf } from '../../lib/redis/redis-time.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { redisServer } from '../support/servers.js';
import { freshKeys, redisStores } from './support/stores.js';

const MINUTE_MS = 60_000;

describe('The time of Redis', () => {
  it('is read from seconds and microseconds', () => {
    expect(millisecondsOf(['1767225600', '250500'])).toBe(1_767_225_600_250.5);
  });

  it.each([[null], [[]], [['soon', '0']], ['1767225600']])('is undefined for %j', (answer) => {
    expect(millisecondsOf(answer)).toBeNaN();
  });
});

describeWithServer(redisServer, 'Instances that share a Redis, one of them with a wrong clock,', (running) => {
  const open = redisStores();
  const started: FlagManager[] = [];

  afterEach(async () => {
    await Promise.all(started.splice(0).map((flags) => flags.close()));
  });

  /** @param ahead by how many minutes the clock of the instance is */
  async function instance(prefix: string, ahead: number) {
    const logger = new RecordingLogger();
    const clock = { ...systemClock, now: () => Date.now() + ahead * MINUTE_MS };
    const store = open({ url: `redis://localhost:${running().port}`, prefix });
    const flags = await FlagManager.create({ store, clock, logger });
    started.push(flags);
    return { flags, logger, store };
  }

  it('use the time of Redis, so that nothing ends early', async () => {
    const { prefix } = freshKeys();
    const right = await instance(prefix, 0);
    expect(Math.abs((await right.store.now()) - Date.now())).toBeLessThan(MINUTE_MS);
    const fast = await instance(prefix, 10);
    await fast.logger.line(/^warn .*600 s ahead of that of flag store "redis-store:shop-/);
    const soon = new Date(Date.now() + 5 * MINUTE_MS);
    await right.flags.disable('payments', { expiresAt: soon });
    const sale = { type: 'set_override', key: 'sale', serve: { enabled: true } } as const;
    await right.flags.schedule(sale, soon, { dropAfter: '1m' });
    await right.flags.schedule({ ...sale, key: 'search' }, new Date(Date.now() + 300), { dropAfter: '1m' });
    await right.flags.close(); // so that only the other one can do it
    await eventually(() => expect(fast.flags.isEnabled('search')).toBe(true));
    expect(fast.flags.getSchedules().map(({ change }) => change.key)).toEqual(['sale']);
    expect(fast.flags.getOverride('payments')).toBeDefined();
  });

  it('use the time of Redis, so that nothing is late', async () => {
    const { prefix } = freshKeys();
    const right = await instance(prefix, 0);
    const slow = await instance(prefix, -10);
    await slow.logger.line(/^warn .*600 s behind that of flag store "redis-store:shop-/);
    await right.flags.disable('payments', { expiresAt: new Date(Date.now() + 300) });
    await right.flags.close();
    const expired = { action: 'override_expired' } as const;
    await eventually(async () => expect((await slow.flags.getAuditLog(expired)).entries).toHaveLength(1));
    expect(slow.flags.getOverride('payments')).toBeUndefined();
  });
});
