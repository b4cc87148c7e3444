import { describe, expect, it } from '@jest/globals';
import { isTimeZone, zoneClock } from '../../../../lib/engine/time/time-zone.js';
import { DAY } from '../../../../lib/engine/time/zone-clock.js';
import { MAX_INSTANT } from '../../../../lib/internal/date-time.js';

const HOUR = DAY / 24;

/** A local time, written as if it were UTC. */
function local(text: string): number {
  return Date.parse(`${text}Z`);
}

/** When a local time is shown first and last, as ISO 8601 text in UTC. */
function shownAt(timeZone: string, text: string): [first: string, last: string] {
  const { firstShown, lastShown } = zoneClock(timeZone);
  return [new Date(firstShown(local(text))).toISOString(), new Date(lastShown(local(text))).toISOString()];
}

/** What the platform itself says that a clock shows. */
function shown(timeZone: string, instant: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return format.format(instant).replace(' ', 'T');
}

describe('The clock of a zone', () => {
  it.each([
    ['Europe/Berlin', '2026-11-27T09:00:00', '2026-11-27T08:00:00.000Z'],
    ['Europe/Berlin', '2026-07-01T09:00:00', '2026-07-01T07:00:00.000Z'],
    ['America/New_York', '2026-11-27T09:00:00', '2026-11-27T14:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-01-15T09:00:00', '2026-01-14T22:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-07-15T09:00:00', '2026-07-14T22:30:00.000Z'],
    ['Asia/Kolkata', '2026-07-01T09:00:00', '2026-07-01T03:30:00.000Z'],
    ['Asia/Kathmandu', '2026-07-01T09:00:00', '2026-07-01T03:15:00.000Z'],
    ['UTC', '2026-07-01T09:00:00', '2026-07-01T09:00:00.000Z'],
    ['Europe/Berlin', '1890-06-01T12:00:00', '1890-06-01T11:06:32.000Z'],
  ])('in %s shows %s at %s, as the platform does', (timeZone, text, instant) => {
    expect(shownAt(timeZone, text)).toEqual([instant, instant]);
    expect(zoneClock(timeZone).localOf(Date.parse(instant))).toBe(local(text));
    expect(shown(timeZone, Date.parse(instant))).toBe(text);
  });

  it.each([
    ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:00:00.000Z', '2026-03-29T03:00:00'],
    ['Europe/Berlin', '2026-03-29T02:00:00', '2026-03-29T01:00:00.000Z', '2026-03-29T03:00:00'],
    ['America/New_York', '2026-03-08T02:15:00', '2026-03-08T07:00:00.000Z', '2026-03-08T03:00:00'],
    ['Australia/Lord_Howe', '2026-10-04T02:10:00', '2026-10-03T15:30:00.000Z', '2026-10-04T02:30:00'],
    ['Africa/Cairo', '2026-04-24T00:00:00', '2026-04-23T22:00:00.000Z', '2026-04-24T01:00:00'],
    ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-30T10:00:00.000Z', '2011-12-31T00:00:00'],
  ])('in %s skips %s at %s, when it shows %s', (timeZone, text, change, then) => {
    expect(shownAt(timeZone, text)).toEqual([change, change]);
    expect(shown(timeZone, Date.parse(change))).toBe(then);
    expect(shown(timeZone, Date.parse(change) - 1) < text).toBe(true);
  });

  it.each([
    ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    ['America/New_York', '2026-11-01T01:59:59', '2026-11-01T05:59:59.000Z', '2026-11-01T06:59:59.000Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00.000Z', '2026-04-04T15:15:00.000Z'],
    ['America/St_Johns', '2010-11-07T00:00:30', '2010-11-07T02:30:30.000Z', '2010-11-07T03:30:30.000Z'],
  ])('in %s shows %s twice, at %s and %s', (timeZone, text, first, last) => {
    expect(shownAt(timeZone, text)).toEqual([first, last]);
    for (const instant of [first, last]) expect(shown(timeZone, Date.parse(instant))).toBe(text);
  });

  it.each([
    ['Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['America/St_Johns', '2010-11-07T02:31:00.000Z'],
    ['Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('in %s is steady until it changes at %s, and after that', (timeZone, text) => {
    const [clock, change] = [zoneClock(timeZone), Date.parse(text)];
    expect(clock.steadyAround(change - 1)).toEqual({ from: change - 1 - 2 * DAY, until: change });
    expect(clock.steadyAround(change - HOUR).until).toBe(change);
    expect(clock.steadyAround(change)).toEqual({ from: change, until: change + 2 * DAY });
    expect(clock.steadyAround(change + HOUR).from).toBe(change);
  });

  it('keeps milliseconds', () => {
    const clock = zoneClock('Europe/Berlin');
    expect(clock.localOf(Date.parse('2026-11-27T08:00:00.007Z'))).toBe(local('2026-11-27T09:00:00.007'));
    expect(clock.localOf(-1)).toBe(HOUR - 1);
    expect(clock.firstShown(HOUR - 1)).toBe(-1);
    expect(clock.lastShown(HOUR - 1)).toBe(-1);
  });

  it('counts in whole milliseconds in the days of local mean time', () => {
    for (const timeZone of ['Africa/Maputo', 'Africa/Blantyre', 'Europe/Berlin', 'Asia/Tokyo', 'America/New_York']) {
      const instant = Date.parse('1880-01-01T00:00:00Z');
      const shownThere = local(shown(timeZone, instant));
      expect(zoneClock(timeZone).localOf(instant)).toBe(shownThere);
      expect(zoneClock(timeZone).firstShown(shownThere)).toBe(instant);
    }
  });

  it('covers the range of Date, and a little beyond', () => {
    const clock = zoneClock('Asia/Kolkata');
    for (const instant of [-MAX_INSTANT, MAX_INSTANT, MAX_INSTANT + DAY, -MAX_INSTANT - DAY]) {
      expect(clock.firstShown(clock.localOf(instant))).toBe(instant);
    }
  });
});

describe('The clock of a fixed offset', () => {
  it.each([
    ['+05:30', '2026-07-01T09:00:00', '2026-07-01T03:30:00.000Z'],
    ['-08:00', '2026-07-01T09:00:00', '2026-07-01T17:00:00.000Z'],
    ['+00:00', '2026-07-01T09:00:00', '2026-07-01T09:00:00.000Z'],
    ['-00:45', '2026-07-01T09:00:00', '2026-07-01T09:45:00.000Z'],
    ['+23:59', '2026-07-01T09:00:00', '2026-06-30T09:01:00.000Z'],
    ['-23:59', '2026-07-01T09:00:00', '2026-07-02T08:59:00.000Z'],
  ])('at %s shows %s at %s, once', (timeZone, text, instant) => {
    expect(shownAt(timeZone, text)).toEqual([instant, instant]);
    expect(zoneClock(timeZone).localOf(Date.parse(instant))).toBe(local(text));
  });

  it('never changes', () => {
    expect(zoneClock('+05:30').steadyAround(0)).toEqual({ from: -Infinity, until: Infinity });
  });
});

describe('The name of a zone', () => {
  it.each([
    'Europe/Berlin',
    'America/Argentina/Buenos_Aires',
    'UTC',
    'Etc/GMT+5',
    'US/Eastern',
    '+05:30',
    '-08:00',
    '+23:59',
    '-00:00',
  ])('may be %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each([
    '',
    'Berlin',
    'Europe/Berlin ',
    'local',
    'system',
    'UTC+1',
    '../Berlin',
    'Mars/Olympus',
    '05:30',
    '+5:30',
    '+0530',
    '+05',
    '+24:00',
    '+05:60',
    '+05:30:00',
    '+05:30\n',
    '\u221205:30',
  ])('may not be "%s"', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
