import { describe, expect, it } from '@jest/globals';
import { DAY, isTimeZone, MAX_INSTANT, zoneClock } from '../../../../lib/engine/time/zone-clock.js';

const HOUR = DAY / 24;

/** A local time, written as if it were UTC. */
function local(text: string): number {
  return Date.parse(`${text}Z`);
}

/** The instant of a local time, as ISO 8601 text in UTC. */
function instantOf(timeZone: string, text: string): string {
  return new Date(zoneClock(timeZone).instantOf(local(text))).toISOString();
}

/** What the platform itself says that a clock shows. */
function shown(timeZone: string, instant: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return format.format(instant).replace(' ', 'T');
}

describe('the clock of a zone', () => {
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
  ])('of %s shows %s at %s, as the platform says', (timeZone, text, instant) => {
    expect(instantOf(timeZone, text)).toBe(instant);
    expect(zoneClock(timeZone).localOf(Date.parse(instant))).toBe(local(text));
    expect(shown(timeZone, Date.parse(instant))).toBe(text);
  });

  it.each([
    ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T03:30:00'],
    ['Europe/Berlin', '2026-03-29T02:00:00', '2026-03-29T03:00:00'],
    ['America/New_York', '2026-03-08T02:15:00', '2026-03-08T03:15:00'],
    ['Australia/Lord_Howe', '2026-10-04T02:10:00', '2026-10-04T02:40:00'],
    ['Africa/Cairo', '2026-04-24T00:00:00', '2026-04-24T01:00:00'],
    ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-31T12:00:00'],
  ])('of %s moves %s, which does not exist, forward to %s', (timeZone, text, moved) => {
    expect(shown(timeZone, Date.parse(instantOf(timeZone, text)))).toBe(moved);
  });

  it.each([
    ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z', HOUR],
    ['America/New_York', '2026-11-01T01:59:59', '2026-11-01T05:59:59.000Z', HOUR],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00.000Z', HOUR / 2],
    ['America/St_Johns', '2010-11-07T00:00:30', '2010-11-07T02:30:30.000Z', HOUR],
  ])('of %s takes the first %s of two', (timeZone, text, first, later) => {
    expect(instantOf(timeZone, text)).toBe(first);
    expect(shown(timeZone, Date.parse(first))).toBe(text);
    expect(shown(timeZone, Date.parse(first) + later)).toBe(text);
  });

  it('keeps milliseconds', () => {
    const clock = zoneClock('Europe/Berlin');
    expect(clock.localOf(Date.parse('2026-11-27T08:00:00.007Z'))).toBe(local('2026-11-27T09:00:00.007'));
    expect(clock.localOf(-1)).toBe(HOUR - 1);
    expect(clock.instantOf(HOUR - 1)).toBe(-1);
  });

  it('counts in whole milliseconds in the days of local mean time', () => {
    for (const timeZone of ['Africa/Maputo', 'Africa/Blantyre', 'Europe/Berlin', 'Asia/Tokyo', 'America/New_York']) {
      const instant = Date.parse('1880-01-01T00:00:00Z');
      const shownThere = local(shown(timeZone, instant));
      expect(zoneClock(timeZone).localOf(instant)).toBe(shownThere);
      expect(zoneClock(timeZone).instantOf(shownThere)).toBe(instant);
    }
  });

  it('goes to the ends of what a Date can hold, and a little beyond', () => {
    const clock = zoneClock('Asia/Kolkata');
    for (const instant of [-MAX_INSTANT, MAX_INSTANT, MAX_INSTANT + DAY, -MAX_INSTANT - DAY]) {
      expect(clock.instantOf(clock.localOf(instant))).toBe(instant);
    }
  });
});

describe('the name of a zone', () => {
  it.each(['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+5', 'US/Eastern'])(
    'may be %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(['', 'Berlin', 'Europe/Berlin ', 'local', 'system', '+01:00', 'UTC+1', '../Berlin', 'Mars/Olympus'])(
    'may not be "%s"',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});
