import { describe, expect, it } from '@jest/globals';
import type { Recurrence } from '../../../../lib/engine/time/time-window.js';
import { WEEKDAYS, weekdayOf, windowDays } from '../../../../lib/engine/time/window-days.js';
import { DAY } from '../../../../lib/engine/time/zone-clock.js';

function dayOf(date: string): number {
  return Date.parse(date) / DAY;
}

function daysOf(recurrence: Omit<Recurrence, 'timeZone'>, firstDate: string) {
  return windowDays({ ...recurrence, timeZone: 'UTC' }, dayOf(firstDate));
}

function step(recurrence: Omit<Recurrence, 'timeZone'>): number {
  return daysOf(recurrence, '2026-11-23').shortestStep;
}

/** The dates of the first windows. */
function firstDates(count: number, recurrence: Omit<Recurrence, 'timeZone'>, firstDate: string): string[] {
  const days = daysOf(recurrence, firstDate);
  return Array.from({ length: count }, (_, i) => new Date(days.dayOf(i) * DAY).toISOString().slice(0, 10));
}

describe('The days of windows', () => {
  it('are all days, the leap day among them', () => {
    expect(firstDates(4, { frequency: 'daily' }, '2028-02-27')).toEqual([
      '2028-02-27',
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
    ]);
  });

  it('are every third day', () => {
    expect(firstDates(3, { frequency: 'daily', interval: 3 }, '2026-12-30')).toEqual([
      '2026-12-30',
      '2027-01-02',
      '2027-01-05',
    ]);
  });

  it('are the day of the start in each week, unless days are named', () => {
    expect(firstDates(3, { frequency: 'weekly' }, '2026-11-27')).toEqual(['2026-11-27', '2026-12-04', '2026-12-11']);
  });

  it('are the named days in the order of the calendar, whatever their order in the definition, and none before the start', () => {
    const weekly = { frequency: 'weekly', daysOfWeek: ['friday', 'monday', 'wednesday'] } as const;
    expect(firstDates(5, weekly, '2026-11-25')).toEqual([
      '2026-11-25',
      '2026-11-27',
      '2026-11-30',
      '2026-12-02',
      '2026-12-04',
    ]);
  });

  it('are those of every second week over the end of a year', () => {
    const biweekly = { frequency: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'sunday'] } as const;
    const first = '2026-12-15'; // a Tuesday
    expect(firstDates(4, biweekly, first)).toEqual(['2026-12-15', '2026-12-20', '2026-12-29', '2027-01-03']);
    expect(firstDates(4, { ...biweekly, firstDayOfWeek: 'sunday' }, first)).toEqual([
      '2026-12-15',
      '2026-12-27',
      '2026-12-29',
      '2027-01-10',
    ]);
  });

  it('are found by day, with less than 0 before the first', () => {
    const days = daysOf({ frequency: 'weekly', interval: 2, daysOfWeek: ['monday', 'thursday'] }, '2026-11-26');
    const found = (date: string) => days.lastBy(dayOf(date));
    expect(['2026-11-26', '2026-12-06', '2026-12-07', '2026-12-09', '2026-12-10'].map(found)).toEqual([0, 0, 1, 1, 2]);
    for (const date of ['2026-11-25', '2026-11-23', '2026-10-01']) expect(found(date)).toBeLessThan(0);
  });

  it('have the given minimum distance', () => {
    expect(step({ frequency: 'daily' })).toBe(1);
    expect(step({ frequency: 'daily', interval: 10 })).toBe(10);
    expect(step({ frequency: 'weekly' })).toBe(7);
    expect(step({ frequency: 'weekly', interval: 2 })).toBe(14);
    expect(step({ frequency: 'weekly', daysOfWeek: ['monday', 'thursday'] })).toBe(3);
    expect(step({ frequency: 'weekly', daysOfWeek: ['monday', 'sunday'] })).toBe(1);
    expect(step({ frequency: 'weekly', interval: 2, daysOfWeek: ['monday', 'sunday'] })).toBe(6);
    expect(step({ frequency: 'weekly', interval: 2, firstDayOfWeek: 'sunday', daysOfWeek: ['monday', 'sunday'] })).toBe(
      1,
    );
  });
});

describe('The day of the week', () => {
  it('follows the calendar, also before 1970', () => {
    const name = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });
    for (let day = -800_000; day < 800_000; day += 4999) {
      expect(weekdayOf(day)).toBe(name.format(day * DAY).toLowerCase());
    }
    expect(WEEKDAYS.map((_, i) => weekdayOf(dayOf('2026-11-23') + i))).toEqual(WEEKDAYS);
  });
});
