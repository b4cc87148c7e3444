import { describe, expect, it } from '@jest/globals';
import { LogHints, PAUSE_MS } from '../../../../lib/manager/replica/log-hints.js';
import type { StorePosition } from '../../../../lib/store/flag-store.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { Deferred } from '../../../support/deferred.js';
import { settled } from '../managers.js';

const at = (version: number): StorePosition => ({ version, id: `entry-${version}` });

/** A log that is read when the test says so. */
function hinted() {
  const clock = new ManualClock();
  const log = { position: at(1), stored: at(1), reads: 0, answer: undefined as Deferred<void> | undefined };
  const content = {
    get position() {
      return log.position;
    },
    knows: ({ version, id }: StorePosition) => version <= log.position.version && id === `entry-${version}`,
  };
  const hints = new LogHints(content, clock);
  const read = async () => {
    log.reads++;
    const { stored } = log;
    await log.answer?.promise;
    log.position = stored;
  };
  const receive = (position: StorePosition | undefined) => hints.receive(position, read);
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds);
    await settled();
  };
  return { hints, receive, log, clock, pass };
}

describe('Hints that the log has grown', () => {
  it('cause one read at once', async () => {
    const { receive, log } = hinted();
    log.stored = at(2);
    receive(at(2));
    expect(log.reads).toBe(1);
    await settled();
    expect(log).toMatchObject({ position: at(2), reads: 1 });
  });

  it('cause no read when the announced entries are known', async () => {
    const { receive, log } = hinted();
    receive(at(1));
    await settled();
    expect(log.reads).toBe(0);
  });

  it('cause one more read for all that were received during a read', async () => {
    const { receive, log } = hinted();
    log.answer = new Deferred<void>();
    log.stored = at(2);
    receive(at(2));
    log.stored = at(9);
    for (let version = 3; version <= 9; version++) receive(at(version));
    log.answer.resolve();
    await settled();
    expect(log).toMatchObject({ position: at(9), reads: 2 });
  });

  it('cause no further read when the read in flight has found the entries', async () => {
    const { receive, log } = hinted();
    log.answer = new Deferred<void>();
    log.stored = at(3);
    receive(at(2));
    receive(at(3));
    log.answer.resolve();
    await settled();
    expect(log).toMatchObject({ position: at(3), reads: 1 });
  });

  it.each([
    ['a position that is not reached', at(1e15)],
    ['another entry at a known position', { version: 1, id: 'forged' }],
    ['no position', undefined],
  ])('cost 10 reads a second when there is a flood of them about %s', async (_, position) => {
    const { receive, log, pass } = hinted();
    for (let passed = 0; passed < 1000; passed++) {
      receive(position);
      await pass(1);
    }
    expect(log.reads).toBe(1000 / PAUSE_MS);
  });

  it('are checked within a tenth of a second when they are true and others are not', async () => {
    const { receive, log, pass } = hinted();
    receive(at(50));
    await settled();
    log.stored = at(2);
    receive(at(2));
    receive(at(51));
    await pass(PAUSE_MS - 1);
    expect(log.position).toEqual(at(1));
    await pass(1);
    expect(log.position).toEqual(at(2));
  });

  it('do not wait longer when the clock is set back', async () => {
    const { receive, log, clock, pass } = hinted();
    receive(undefined);
    await settled();
    clock.advance(-3_600_000);
    log.stored = at(2);
    receive(at(2));
    await pass(PAUSE_MS);
    expect(log.position).toEqual(at(2));
  });

  it('are checked after a failed read', async () => {
    const { receive, log, pass } = hinted();
    log.answer = new Deferred<void>();
    receive(at(2));
    log.answer.reject(new Error('connection refused'));
    await settled();
    log.answer = undefined;
    log.stored = at(2);
    receive(at(2));
    await pass(PAUSE_MS);
    expect(log).toMatchObject({ position: at(2), reads: 2 });
  });

  it('cause nothing once they are closed', async () => {
    const { hints, receive, log, clock, pass } = hinted();
    receive(undefined);
    await settled();
    receive(undefined);
    hints.close();
    await pass(PAUSE_MS);
    receive(undefined);
    expect([log.reads, clock.pending]).toEqual([1, 0]);
  });
});
