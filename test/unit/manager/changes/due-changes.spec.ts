import { describe, expect, it } from '@jest/globals';
import { DueChanges, LEASE_MS, type DueWork } from '../../../../lib/manager/changes/due-changes.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { Deferred } from '../../../support/deferred.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { settled } from '../managers.js';

/** Work that is due at some instants, in seconds from now on. */
class Alarms implements DueWork {
  readonly made: number[] = [];
  failure: Error | undefined;
  holding: Promise<void> | undefined;
  readonly #clock: ManualClock;
  #times: readonly number[];

  constructor(clock: ManualClock, ...seconds: number[]) {
    this.#clock = clock;
    this.#times = seconds.map((second) => clock.now() + second * 1000);
  }

  nextDue(): number | undefined {
    return this.#times[0];
  }

  async runDue(now: number): Promise<void> {
    await this.holding;
    if (this.failure !== undefined) throw this.failure;
    this.made.push(...this.#times.filter((time) => time <= now).map(() => this.#clock.now()));
    this.#times = this.#times.filter((time) => time > now);
  }
}

function due(lease: () => boolean | Promise<boolean> = () => true, ...seconds: number[]) {
  const clock = new ManualClock(0);
  const logger = new RecordingLogger();
  const alarms = new Alarms(clock, ...seconds);
  return { clock, logger, alarms, changes: new DueChanges({ works: [alarms], clock, logger, lease }) };
}

describe('Changes that are due', () => {
  it('wait for the start, however long they have been due', async () => {
    const { clock, alarms, changes } = due(undefined, -10);
    changes.reschedule();
    clock.advance(1000);
    await settled();
    expect([alarms.made, clock.pending]).toEqual([[], 0]);
  });

  it('are made at their time, and those that were due before at the start', async () => {
    const { clock, alarms, changes } = due(undefined, -10, 1, 3);
    changes.start();
    for (let second = 0; second < 5; second++) {
      clock.advance(second === 0 ? 0 : 1000);
      await settled();
    }
    expect(alarms.made).toEqual([0, 1000, 3000]);
    expect(clock.pending).toBe(0);
  });

  it('are made by whoever has the lease; the others look again a little later', async () => {
    let isOurs = false;
    const { clock, alarms, changes } = due(() => isOurs, 1);
    changes.start();
    clock.advance(1000);
    await settled();
    expect(alarms.made).toEqual([]);
    isOurs = true;
    clock.advance(0.8 * (LEASE_MS / 3) - 1);
    await settled();
    expect(alarms.made).toEqual([]);
    clock.advance(0.4 * (LEASE_MS / 3) + 1);
    await settled();
    expect(alarms.made).toHaveLength(1);
  });

  it.each([
    ['the lease', (failure: Error) => ({ lease: () => Promise.reject(failure) })],
    ['the work', (failure: Error) => ({ failure })],
  ])('are tried again when %s fails, which is logged once', async (_, failing) => {
    const { lease, failure } = { lease: undefined, failure: undefined, ...failing(new Error('connection refused')) };
    let isFailing = true;
    const { clock, alarms, changes, logger } = due(() => (isFailing && lease !== undefined ? lease() : true), 1);
    alarms.failure = failure;
    changes.start();
    clock.advance(1000);
    await settled();
    clock.advance(5000);
    await settled();
    expect(logger.errors).toEqual([expect.stringContaining('connection refused')]);
    [isFailing, alarms.failure] = [false, undefined];
    clock.advance(4999);
    await settled();
    expect(alarms.made).toEqual([]);
    clock.advance(1);
    await settled();
    expect(alarms.made).toEqual([11_000]);
  });

  it('are never made twice at the same time', async () => {
    const { clock, alarms, changes } = due(undefined, 1);
    const work = new Deferred<undefined>();
    alarms.holding = work.promise;
    changes.start();
    clock.advance(1000);
    changes.reschedule();
    clock.advance(10_000);
    expect(clock.pending).toBe(0);
    work.resolve(undefined);
    await settled();
    expect(alarms.made).toEqual([11_000]);
  });

  it('are finished by whoever closes, and none is begun after that', async () => {
    const { clock, alarms, changes } = due(undefined, 1, 2);
    const work = new Deferred<undefined>();
    alarms.holding = work.promise;
    changes.start();
    clock.advance(1000);
    const closing = changes.close();
    work.resolve(undefined);
    await closing;
    changes.reschedule();
    expect([alarms.made, clock.pending]).toEqual([[1000], 0]);
  });
});
