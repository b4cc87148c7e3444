import { describe, expect, it } from '@jest/globals';
import { announcementIn, AnnouncedStates } from '../../../../lib/ofrep/events/announced-states.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';

function states() {
  const clock = new ManualClock('2026-11-27T00:00:00Z');
  let reads = 0;
  const refresh = async () => void reads++;
  return { clock, announced: new AnnouncedStates({ refresh, clock }), reads: () => reads };
}

const now = Date.parse('2026-11-27T00:00:00Z') / 1000;

describe('A state that an event has announced', () => {
  it('is read from the store if this instance does not know it', async () => {
    const { announced, reads } = states();
    await announced.reach({ id: 'v2', changedAt: now }, 'v1');
    expect(reads()).toBe(1);
  });

  it('is not read again if this instance knows it', async () => {
    const { announced, reads } = states();
    await announced.reach({ id: 'v1', changedAt: now }, 'v1');
    expect(reads()).toBe(0);
  });

  it('is not read again if the store was read after the change', async () => {
    const { announced, clock, reads } = states();
    await announced.reach({ id: 'v2', changedAt: now }, 'v1');
    clock.advance(5000);
    await announced.reach({ id: 'v0', changedAt: now - 10 }, 'v2');
    expect(reads()).toBe(1);
  });

  it('makes the store be read at most once a second, whatever clients send', async () => {
    const { announced, clock, reads } = states();
    for (let i = 0; i < 20; i++) {
      await announced.reach({ id: `v${i}`, changedAt: undefined }, 'v1');
      clock.advance(100);
    }
    expect(reads()).toBe(2);
  });
});

describe('The announcement in a request', () => {
  it.each([
    ['/flags', undefined],
    ['/flags?flagConfigLastModified=7', undefined],
    ['/flags?flagConfigEtag=v2', { id: 'v2', changedAt: undefined }],
    ['/flags?flagConfigEtag=v2&flagConfigLastModified=7', { id: 'v2', changedAt: 7 }],
    ['/flags?flagConfigEtag=v2&flagConfigLastModified=1970-01-01T00:01:00Z', { id: 'v2', changedAt: 60 }],
    ['/flags?flagConfigEtag=v2&flagConfigLastModified=soon', { id: 'v2', changedAt: undefined }],
  ])('is read from %s', (url, announcement) => {
    expect(announcementIn(url)).toStrictEqual(announcement);
  });
});
