import { describe, expect, it } from '@jest/globals';
import type { DueItem } from '../../../../lib/manager/changes/due-queue.js';
import { LEASE_MS, ScheduledTasks, type ScheduledTask } from '../../../../lib/manager/changes/scheduled-tasks.js';
import { SharedTime } from '../../../../lib/manager/changes/shared-time.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { Deferred } from '../../../support/deferred.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { settled } from '../managers.js';
import { SkewedClock } from '../skewed-clock.js';

/** A task that is due at some instants, in seconds from now on. */
class Alarms implements ScheduledTask {
  readonly made: number[] = [];
  failure: Error | undefined;
  holding: Promise<void> | undefined;
  /** Stays due, whatever is made of it. */
  isStuck = false;
  /** What happens while they are made. */
  onMade = (): void => {};
  readonly #clock: ManualClock;
  #alarms: readonly { readonly time: number }[];

  constructor(clock: ManualClock, ...seconds: number[]) {
    this.#clock = clock;
    this.#alarms = seconds.map((second) => ({ time: clock.now() + second * 1000 }));
  }

  next(): DueItem | undefined {
    const [item] = this.#alarms;
    return item && { item, at: item.time };
  }

  async run(now: number): Promise<void> {
    await this.holding;
    if (this.failure !== undefined) throw this.failure;
    this.made.push(...this.#alarms.filter(({ time }) => time <= now).map(() => this.#clock.now()));
    if (!this.isStuck) this.#alarms = this.#alarms.filter(({ time }) => time > now);
    this.onMade();
  }

  /** One more, in seconds from now on. */
  add(second: number): void {
    const alarm = { time: this.#clock.now() + second * 1000 };
    this.#alarms = [...this.#alarms, alarm].toSorted((a, b) => a.time - b.time);
  }
}

function due(lease: () => boolean | Promise<boolean> = () => true, ...seconds: number[]) {
  const clock = new ManualClock(0);
  const logger = new RecordingLogger();
  const alarms = new Alarms(clock, ...seconds);
  const time = new SharedTime({ store: 'shared', clock, logger });
  return { clock, logger, alarms, tasks: new ScheduledTasks({ tasks: [alarms], time, clock, logger, lease }) };
}

/** Likewise, on an instance whose clock is ahead of the store's by some seconds. Instants and results are the store's. */
function dueByStore(ahead: number, ...seconds: number[]) {
  const clock = new ManualClock(0); // the store's
  const own = new SkewedClock(clock, ahead * 1000);
  const logger = new RecordingLogger();
  const alarms = new Alarms(clock, ...seconds);
  const store = { asked: 0, answer: (): Promise<number> => Promise.resolve(clock.now()) };
  const ask = () => {
    store.asked++;
    return store.answer();
  };
  const time = new SharedTime({ ask, store: 'shared', clock: own, logger });
  const tasks = new ScheduledTasks({ tasks: [alarms], time, clock: own, logger, lease: () => true });
  /** Second by second, for what is asked meanwhile takes effect in between. */
  const pass = async (whole: number) => {
    for (let second = 0; second < whole; second++) {
      clock.advance(1000);
      await settled();
    }
  };
  return { clock, own, logger, alarms, store, tasks, pass };
}

describe('Scheduled tasks', () => {
  it('wait for the start, however long they have been due', async () => {
    const { clock, alarms, tasks } = due(undefined, -10);
    tasks.reschedule();
    clock.advance(1000);
    await settled();
    expect([alarms.made, clock.pending]).toEqual([[], 0]);
  });

  it('run at their time, and those that were due before it at the start', async () => {
    const { clock, alarms, tasks } = due(undefined, -10, 1, 3);
    tasks.start();
    for (let second = 0; second < 5; second++) {
      clock.advance(second === 0 ? 0 : 1000);
      await settled();
    }
    expect(alarms.made).toEqual([0, 1000, 3000]);
    expect(clock.pending).toBe(0);
  });

  it('are run by the holder of the lease, and the others check again a little later', async () => {
    let isOurs = false;
    const { clock, alarms, tasks } = due(() => isOurs, 1);
    tasks.start();
    clock.advance(1000);
    await settled();
    expect(alarms.made).toStrictEqual([]);
    isOurs = true;
    clock.advance(0.8 * (LEASE_MS / 3) - 1);
    await settled();
    expect(alarms.made).toStrictEqual([]);
    clock.advance(0.4 * (LEASE_MS / 3) + 1);
    await settled();
    expect(alarms.made).toHaveLength(1);
  });

  it.each([
    ['the lease', (failure: Error) => ({ lease: () => Promise.reject(failure) })],
    ['the work', (failure: Error) => ({ failure })],
  ])('are retried when %s fails, which is logged once', async (_, failing) => {
    const { lease, failure } = { lease: undefined, failure: undefined, ...failing(new Error('connection refused')) };
    let isFailing = true;
    const { clock, alarms, tasks, logger } = due(() => (isFailing && lease !== undefined ? lease() : true), 1);
    alarms.failure = failure;
    tasks.start();
    clock.advance(1000);
    await settled();
    clock.advance(5000);
    await settled();
    expect(logger.errors).toEqual([expect.stringContaining('connection refused')]);
    [isFailing, alarms.failure] = [false, undefined];
    clock.advance(4999);
    await settled();
    expect(alarms.made).toStrictEqual([]);
    clock.advance(1);
    await settled();
    expect(alarms.made).toEqual([11_000]);
  });

  it('never run twice at the same time', async () => {
    const { clock, alarms, tasks } = due(undefined, 1);
    const work = new Deferred<undefined>();
    alarms.holding = work.promise;
    tasks.start();
    clock.advance(1000);
    tasks.reschedule();
    clock.advance(10_000);
    expect(clock.pending).toBe(0);
    work.resolve(undefined);
    await settled();
    expect(alarms.made).toEqual([11_000]);
  });

  it('are finished before closing, and none is begun after that', async () => {
    const { clock, alarms, tasks } = due(undefined, 1, 2);
    const work = new Deferred<undefined>();
    alarms.holding = work.promise;
    tasks.start();
    clock.advance(1000);
    const closing = tasks.close();
    work.resolve(undefined);
    await closing;
    tasks.reschedule();
    expect([alarms.made, clock.pending]).toEqual([[1000], 0]);
  });
});

describe('A task that stays due after it ran', () => {
  it('is skipped for five seconds, even when the log changes, and is reported once', async () => {
    const { clock, alarms, tasks, logger } = due(undefined, 1);
    alarms.isStuck = true;
    tasks.start();
    clock.advance(1000);
    await settled();
    for (let i = 0; i < 10; i++) {
      tasks.reschedule();
      clock.advance(499);
      await settled();
    }
    expect(alarms.made).toEqual([1000]);
    clock.advance(10);
    await settled();
    expect(alarms.made).toEqual([1000, 6000]);
    expect(logger.errors).toEqual([expect.stringContaining('was made, but is still due')]);
  });

  it('does not affect another task that is due at the same time', async () => {
    const { clock, alarms, tasks, logger } = due(undefined, 1);
    alarms.onMade = () => {
      alarms.onMade = () => {};
      alarms.add(0);
    };
    tasks.start();
    clock.advance(1000);
    await settled();
    expect([alarms.made, logger.lines]).toEqual([[1000, 1000], []]);
  });

  it('does not prevent later tasks from running', async () => {
    const { clock, alarms, tasks } = due(undefined, 1);
    alarms.isStuck = true;
    tasks.start();
    clock.advance(1000);
    await settled();
    alarms.add(1);
    alarms.isStuck = false;
    tasks.reschedule();
    clock.advance(5000);
    await settled();
    expect(alarms.made).toEqual([1000, 6000, 6000]);
    expect(clock.pending).toBe(0);
  });
});

describe("Tasks that are due by the store's clock", () => {
  it.each([0, 2, 600, -2, -600])('run at that time on an instance whose clock is %i s ahead', async (ahead) => {
    const { alarms, tasks, pass } = dueByStore(ahead, -10, 3, 100);
    tasks.start();
    await pass(110);
    expect(alarms.made).toEqual([1000, 3000, 100_000]);
  });

  it("run at that time, within a minute at the latest, although the instance's clock is set meanwhile", async () => {
    for (const ahead of [600, -600, 86_400, -86_400]) {
      const { own, alarms, tasks, pass } = dueByStore(0, 200);
      tasks.start();
      await pass(10);
      own.ahead = ahead * 1000;
      tasks.reschedule();
      await pass(200);
      expect(alarms.made).toEqual([200_000]);
    }
  });

  it("read the store's clock once at the start, and once a minute while something waits", async () => {
    const { store, alarms, tasks, pass } = dueByStore(0);
    tasks.start();
    await pass(600);
    expect(store.asked).toBe(1);
    alarms.add(300);
    tasks.reschedule();
    await pass(299);
    expect(store.asked).toBeLessThanOrEqual(6);
    await pass(1);
    expect(alarms.made).toEqual([900_000]);
  });

  it('wait while the store does not return its time, which is logged once when they are due by any clock', async () => {
    const { store, alarms, tasks, logger, pass } = dueByStore(0, 100);
    const { answer } = store;
    store.answer = () => Promise.reject(new Error('connection refused'));
    tasks.start();
    await pass(50);
    expect([logger.lines, store.asked]).toEqual([[], 11]);
    await pass(100);
    expect([alarms.made, logger.lines]).toEqual([[], [expect.stringContaining('connection refused')]]);
    store.answer = answer;
    await pass(5);
    expect(alarms.made).toHaveLength(1);
  });

  it("no longer read the store's clock after the end", async () => {
    const { clock, tasks, pass } = dueByStore(0, 100);
    tasks.start();
    await pass(1);
    await tasks.close();
    expect(clock.pending).toBe(0);
  });
});
