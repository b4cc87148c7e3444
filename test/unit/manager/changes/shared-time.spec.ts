import { describe, expect, it } from '@jest/globals';
import { RELIED_UPON_MS, SharedTime } from '../../../../lib/manager/changes/shared-time.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { SkewedClock } from '../skewed-clock.js';

/** A store whose clock is right, and an instance whose clock is ahead of it by some seconds. */
function shared(ahead: number) {
  const clock = new ManualClock();
  const own = new SkewedClock(clock, ahead * 1000);
  const logger = new RecordingLogger();
  const store = { answer: (): unknown => clock.now() };
  const ask = () => Promise.resolve(store.answer() as number);
  return { clock, own, logger, store, time: new SharedTime({ ask, store: 'shop', clock: own, logger }) };
}

describe('The shared time', () => {
  it('is that of the instance if the store returns none, and is then always reliable', async () => {
    const clock = new ManualClock();
    const time = new SharedTime({ store: 'shop', clock, logger: new RecordingLogger() });
    expect([time.isOwn, time.isUnknown, time.now(), time.reliedUpon]).toEqual([true, false, clock.now(), Infinity]);
    expect(await time.ask()).toBe(clock.now());
  });

  it.each([0, 3, -3, 3600, -3600])('is that of the store once it was read, with a clock %i s ahead', async (ahead) => {
    const { clock, own, time } = shared(ahead);
    expect([time.isOwn, time.isUnknown, time.reliedUpon, time.now()]).toEqual([false, true, 0, own.now()]);
    expect(await time.ask()).toBe(clock.now());
    clock.advance(1000);
    expect([time.isUnknown, time.now(), time.reliedUpon]).toEqual([false, clock.now(), RELIED_UPON_MS - 1000]);
  });

  it('is read again after a minute, and at once when the clock of the instance was set', async () => {
    const { clock, own, time } = shared(0);
    await time.ask();
    clock.advance(RELIED_UPON_MS);
    expect(time.reliedUpon).toBe(0);
    for (const seconds of [86_400, -86_400]) {
      await time.ask();
      own.ahead += seconds * 1000;
      expect(time.reliedUpon).toBe(0);
    }
  });

  it('stays unchanged when the store fails, and is read again soon', async () => {
    const { clock, store, time } = shared(10);
    await time.ask();
    store.answer = () => Promise.reject(new Error('connection refused'));
    await expect(time.ask()).rejects.toThrow('connection refused');
    expect([time.now(), time.reliedUpon]).toEqual([clock.now(), 5000]);
  });

  it.each([NaN, undefined, '1767225600000', Infinity])('is not %p, whatever the store returns', async (answer) => {
    const { clock, store, time } = shared(0);
    store.answer = () => answer;
    await expect(time.ask()).rejects.toThrow('now() of flag store "shop" must return milliseconds since 1970');
    expect(time.now()).toBe(clock.now());
  });

  it.each([
    [6, '6 s ahead of'],
    [-600, '600 s behind'],
  ])('warns once of a clock that is %i s ahead, with the remedy', async (ahead, text) => {
    const { time, logger } = shared(ahead);
    for (let i = 0; i < 3; i++) await time.ask();
    expect(logger.lines).toEqual([expect.stringMatching(new RegExp(`^warn .*${text} that of flag store "shop".*NTP`))]);
  });

  it.each([0, 4, -4])('does not warn of a clock that is %i s ahead', async (ahead) => {
    const { time, logger } = shared(ahead);
    await time.ask();
    expect(logger.lines).toStrictEqual([]);
  });

  it('does not mistake a slow answer for a clock difference', async () => {
    const { clock, store, time, logger } = shared(0);
    store.answer = () => {
      const asked = clock.now();
      clock.advance(10_000);
      return asked;
    };
    await time.ask();
    expect(logger.lines).toStrictEqual([]);
  });
});
