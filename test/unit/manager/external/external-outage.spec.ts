import { describe, expect, it } from '@jest/globals';
import { ExternalOutage } from '../../../../lib/manager/external/external-outage.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';

function outageAfter(timeouts: number) {
  const clock = new ManualClock();
  const outage = new ExternalOutage(clock);
  for (let count = 0; count < timeouts; count++) outage.timedOut();
  return { clock, outage };
}

describe('ExternalOutage', () => {
  it('admits every request before the fifth timeout in a row', () => {
    const { outage } = outageAfter(4);
    outage.answered();
    for (let count = 0; count < 4; count++) outage.timedOut();
    expect(outage.admit()).toBe(true);
  });

  it('admits one request after each pause, and doubles the pauses up to ten seconds', () => {
    const { clock, outage } = outageAfter(50); // of requests that were waiting together
    const pauses: number[] = [];
    for (let seconds = 0, last = 0; pauses.length < 6; seconds++) {
      if (outage.admit()) {
        pauses.push(seconds - last);
        last = seconds;
      }
      expect(outage.admit()).toBe(false);
      clock.advance(1000);
    }
    expect(pauses).toStrictEqual([1, 2, 4, 8, 10, 10]);
  });

  it('ends with the first answer', () => {
    const { clock, outage } = outageAfter(5);
    clock.advance(1000);
    expect(outage.admit()).toBe(true);
    outage.answered();
    expect([outage.admit(), outage.admit()]).toStrictEqual([true, true]);
  });
});
