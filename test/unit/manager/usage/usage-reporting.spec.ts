import { describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import type { FlagManagerOptions } from '../../../../lib/manager/options/flag-manager.options.js';
import type { FlagStore } from '../../../../lib/store/flag-store.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

const START = '2026-01-01T00:00:00.000Z';

function created(options: FlagManagerOptions = {}): Promise<FlagManager> {
  return FlagManager.create({
    initialFlags: { search: true, checkout: false },
    clock: new ManualClock(START),
    logger: new RecordingLogger(),
    ...options,
  });
}

/** A store with only the required methods. */
function plainStore(): FlagStore {
  const memory = new MemoryStore();
  return {
    name: 'plain',
    read: () => memory.read(),
    append: (entries, last) => memory.append(entries, last),
    query: (query) => memory.query(query),
  };
}

describe('getUsage()', () => {
  it('returns what was counted until now, with flags that were never evaluated', async () => {
    const flags = await created({ usage: true });
    flags.isEnabled('search');
    flags.isEnabled('undefined');
    await expect(flags.getUsage()).resolves.toStrictEqual({
      since: START,
      until: START,
      instances: 1,
      flags: [
        { key: 'checkout', answers: [] },
        {
          key: 'search',
          firstEvaluatedAt: START,
          lastEvaluatedAt: START,
          answers: [{ enabled: true, count: 1, lastServedAt: START }],
        },
      ],
    });
    await flags.close();
  });

  it('returns JSON', async () => {
    const flags = await created({ usage: { flushEvery: '1s' } });
    flags.isEnabled('search');
    const report = await flags.getUsage();
    expect(JSON.parse(JSON.stringify(report))).toStrictEqual(report);
    await flags.close();
  });

  it('includes what other instances have counted in the same store', async () => {
    const store = new MemoryStore();
    const one = await created({ store, usage: true });
    const two = await created({ store, usage: true });
    const reader = await created({ store });
    one.isEnabled('search');
    two.isEnabled('search');
    await two.close();
    const { instances, flags } = await one.getUsage();
    expect([instances, flags.find(({ key }) => key === 'search')?.answers[0]?.count]).toStrictEqual([2, 2]);
    expect((await reader.getUsage()).flags).toStrictEqual(flags);
    await Promise.all([one.close(), reader.close()]);
  });

  it('includes only this instance if the store cannot add usage up', async () => {
    const flags = await created({ store: plainStore(), usage: true });
    flags.isEnabled('search');
    const { instances, flags: used } = await flags.getUsage();
    expect([instances, used.at(-1)?.answers[0]?.count]).toStrictEqual([1, 1]);
    await flags.close();
  });

  it.each([
    ['no store', {}],
    ['a store that keeps no usage', { store: plainStore() }],
  ])('rejects if usage is not counted, with %s', async (_, options) => {
    const flags = await created(options);
    await expect(flags.getUsage()).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining('set the option "usage"'),
    });
    await flags.close();
  });

  it('returns an empty report if nothing has counted', async () => {
    const flags = await created({ store: new MemoryStore() });
    flags.isEnabled('search');
    await expect(flags.getUsage()).resolves.toStrictEqual({
      since: START,
      until: START,
      instances: 0,
      flags: [
        { key: 'checkout', answers: [] },
        { key: 'search', answers: [] },
      ],
    });
    await flags.close();
  });

  it('rejects if the store fails, and leaves the flags ready', async () => {
    const store = new MemoryStore();
    const flags = await created({
      store: Object.assign(store, {
        readUsage() {
          throw new Error('disk full');
        },
      }),
      usage: true,
    });
    await expect(flags.getUsage()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(flags.status().state).toBe('ready');
    await flags.close();
  });
});

describe('The option "usage"', () => {
  it.each([
    [{ usage: 'yes' }, 'Option "usage" of FlagManager must be true, false, or an object'],
    [{ usage: { flushEvery: '1ms' } }, 'Option "flushEvery" of usage must be a duration from "1s" to "1h"'],
    [{ usage: { every: '1m' } }, 'Option "every" of usage does not exist'],
  ])('rejects %j', (options, message) => {
    expect(() => new FlagManager(options as FlagManagerOptions)).toThrow(message);
  });

  it('counts nothing if it is false, or if flags are disabled', async () => {
    for (const options of [{ usage: false }, { usage: true, enabled: false }]) {
      const flags = await created({ ...options, store: new MemoryStore() });
      flags.isEnabled('search');
      expect((await flags.getUsage()).instances).toBe(0);
      await flags.close();
    }
  });
});
