import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { RedisStore } from '../../lib/redis/index.js';
import { describeWithProgram } from '../support/describe-with-server.js';
import { durableRedis } from '../support/durable-redis.js';
import { redisServer } from '../support/servers.js';
import { RecordingLogger } from '../support/recording-logger.js';

const COUNT = 500;
const ROUNDS = 4;

const saves = (percentage: number) =>
  Array.from({ length: COUNT }, (_, i) => ({
    type: 'save_flag' as const,
    key: `flag_${i}`,
    definition: { type: 'percentage' as const, percentage },
  }));

/** The shares of all flags, each once. */
const shares = (flags: FlagManager) =>
  new Set([...flags.getFlags().values()].map((flag) => ('percentage' in flag ? Number(flag.percentage) : NaN)));

describeWithProgram(redisServer.command, 'saveAll into Redis', () => {
  const open: FlagManager[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((flags) => flags.close()));
  });

  const server = durableRedis();

  const start = async () => {
    const store = new RedisStore({ url: `redis://localhost:${server().port}` });
    const flags = await FlagManager.create({ store, logger: new RecordingLogger(), storeTimeout: '30s' });
    open.push(flags);
    return flags;
  };

  it('makes all edits or none when the server is killed meanwhile, and reports which', async () => {
    const writer = await start();
    await writer.saveAll(saves(0));
    let stored = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      const outcome = writer.saveAll(saves(round)).then(
        () => true,
        () => false,
      );
      await delay(round * 6); // before, while or after the server makes the change
      await server().restart();
      const isMade = await outcome;
      await writer.refresh();
      const reader = await start();
      expect(reader.getFlags().size).toBe(COUNT);
      expect([...shares(reader)]).toEqual([...shares(writer)]);
      const [share] = shares(reader);
      if (isMade) expect(share).toBe(round);
      else expect([stored, round]).toContain(share);
      stored = share ?? -1;
    }
    expect(await writer.verifyAuditLog()).toMatchObject({ isIntact: true, entries: writer.status().version });
  });

  it('is in force as a whole on every instance while others write', async () => {
    const [one, two, reader] = [await start(), await start(), await start()];
    const seen = new Set<string>();
    reader.changes$.subscribe(() => seen.add([...shares(reader)].join()));
    for (let round = 1; round <= ROUNDS; round++) {
      const other = two.saveAll(saves(50 + round));
      await Promise.all([one.saveAll(saves(round)), other, two.disable('flag_7'), one.enable('flag_8')]);
    }
    for (const flags of [one, two, reader]) await flags.refresh();
    const { version } = one.status();
    expect(version).toBe(ROUNDS * (2 * COUNT + 2));
    for (const share of seen) expect(share).toMatch(/^\d+$/);
    expect([...shares(reader)]).toEqual([...shares(one)]);
    expect([...shares(reader)]).toEqual([...shares(two)]);
    expect(await reader.verifyAuditLog()).toMatchObject({ isIntact: true, last: { version } });
  });
});
