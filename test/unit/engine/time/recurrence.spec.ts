import { describe, expect, it, jest } from '@jest/globals';
import { IANAZone } from 'luxon';
import { compileRecurrence } from '../../../../lib/engine/time/recurrence.js';
import type { Recurrence, TimeWindow } from '../../../../lib/engine/time/time-window.js';
import { timeWindowSchema } from '../../../../lib/engine/time/time-window.schema.js';

type Rest = Omit<Recurrence, 'timeZone' | 'frequency'> & { frequency?: Recurrence['frequency'] };

/** A window of the shop that is as legal as it must be, and then compiled. */
function recurring(timeZone: string, start: string, end: string, rest: Rest = {}): (instant: string) => boolean {
  const window: TimeWindow = { start, end, recurrence: { frequency: 'daily', timeZone, ...rest } };
  timeWindowSchema.parse(window);
  const isWithin = compileRecurrence(Date.parse(start), Date.parse(end), window.recurrence!);
  return (instant) => isWithin(Date.parse(instant));
}

/** Two weeks of forty minutes a day, on one of which clocks skip them. */
function earlyShift(): (instant: number) => boolean {
  const recurrence = { frequency: 'daily', timeZone: 'Europe/Berlin', count: 14 } as const;
  return compileRecurrence(
    Date.parse('2026-03-22T02:30:00+01:00'),
    Date.parse('2026-03-22T03:10:00+01:00'),
    recurrence,
  );
}

/** Whether windows begin and end just there: off a millisecond before, on, on, and off again. */
function expectWindow(isWithin: (instant: string) => boolean, begin: string, end: string): void {
  const around = (text: string, by: number) => isWithin(new Date(Date.parse(text) + by).toISOString());
  expect({ begin, on: [around(begin, -1), around(begin, 0)] }).toEqual({ begin, on: [false, true] });
  expect({ end, on: [around(end, -1), around(end, 0)] }).toEqual({ end, on: [true, false] });
}

describe('Opening hours by the clock of a zone', () => {
  it('hold in Berlin when clocks are set forward and back', () => {
    const open = recurring('Europe/Berlin', '2026-01-01T09:00:00+01:00', '2026-01-01T17:00:00+01:00');
    expectWindow(open, '2026-03-28T09:00:00+01:00', '2026-03-28T17:00:00+01:00');
    expectWindow(open, '2026-03-29T09:00:00+02:00', '2026-03-29T17:00:00+02:00');
    expectWindow(open, '2026-10-24T09:00:00+02:00', '2026-10-24T17:00:00+02:00');
    expectWindow(open, '2026-10-25T09:00:00+01:00', '2026-10-25T17:00:00+01:00');
  });

  it('hold in New York, weeks before and after Europe', () => {
    const open = recurring('America/New_York', '2026-01-01T09:00:00-05:00', '2026-01-01T17:00:00-05:00');
    expectWindow(open, '2026-03-07T09:00:00-05:00', '2026-03-07T17:00:00-05:00');
    expectWindow(open, '2026-03-08T09:00:00-04:00', '2026-03-08T17:00:00-04:00');
    expectWindow(open, '2026-10-31T09:00:00-04:00', '2026-10-31T17:00:00-04:00');
    expectWindow(open, '2026-11-01T09:00:00-05:00', '2026-11-01T17:00:00-05:00');
  });

  it('hold on Lord Howe Island, where the change is half an hour', () => {
    const open = recurring('Australia/Lord_Howe', '2026-01-01T09:00:00+11:00', '2026-01-01T17:00:00+11:00');
    expectWindow(open, '2026-04-04T09:00:00+11:00', '2026-04-04T17:00:00+11:00');
    expectWindow(open, '2026-04-05T09:00:00+10:30', '2026-04-05T17:00:00+10:30');
    expectWindow(open, '2026-10-04T09:00:00+11:00', '2026-10-04T17:00:00+11:00');
  });

  it.each([
    ['Asia/Kolkata', '+05:30'],
    ['Asia/Tokyo', '+09:00'],
    ['UTC', '+00:00'],
  ])('hold in %s, where clocks never change', (timeZone, offset) => {
    const open = recurring(timeZone, `2026-01-01T09:00:00${offset}`, `2026-01-01T17:00:00${offset}`);
    for (const date of ['2026-03-29', '2026-10-25', '2030-07-01']) {
      expectWindow(open, `${date}T09:00:00${offset}`, `${date}T17:00:00${offset}`);
    }
  });

  it('show the same clock time as the platform does, on each day of a year', () => {
    for (const timeZone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo']) {
      const open = recurring(timeZone, '2026-01-05T12:00:00Z', '2026-01-05T15:30:00Z');
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' });
      const [begin, end] = ['2026-01-05T12:00:00Z', '2026-01-05T15:30:00Z'].map((at) => clock.format(new Date(at)));
      const wrong: string[] = [];
      for (let at = Date.parse('2026-01-06T00:00:00Z'); at < Date.parse('2027-01-06T00:00:00Z'); at += 1_800_000) {
        const instant = new Date(at).toISOString();
        const shown = clock.format(at);
        const within = begin! < end! ? begin! <= shown && shown < end! : begin! <= shown || shown < end!;
        if (open(instant) !== within) wrong.push(`${timeZone} ${instant}`);
      }
      expect(wrong).toStrictEqual([]);
    }
  });

  it('are read in their own zone, whatever the offset of the start', () => {
    const open = recurring('Europe/Berlin', '2026-01-01T08:00:00Z', '2026-01-01T21:30:00+05:30');
    expectWindow(open, '2026-07-01T09:00:00+02:00', '2026-07-01T17:00:00+02:00');
  });

  it('begin and end on a leap day as on any other', () => {
    const open = recurring('Europe/Berlin', '2028-02-27T22:00:00+01:00', '2028-02-28T06:00:00+01:00');
    expectWindow(open, '2028-02-28T22:00:00+01:00', '2028-02-29T06:00:00+01:00');
    expectWindow(open, '2028-02-29T22:00:00+01:00', '2028-03-01T06:00:00+01:00');
  });
});

describe('A window over midnight', () => {
  const night = recurring('Europe/Berlin', '2026-01-01T22:00:00+01:00', '2026-01-02T06:00:00+01:00');

  it('ends on the next day', () => {
    expectWindow(night, '2026-02-01T22:00:00+01:00', '2026-02-02T06:00:00+01:00');
  });

  it('is an hour shorter when clocks are set forward during it, and an hour longer when they are set back', () => {
    expectWindow(night, '2026-03-28T22:00:00+01:00', '2026-03-29T06:00:00+02:00');
    expectWindow(night, '2026-10-24T22:00:00+02:00', '2026-10-25T06:00:00+01:00');
  });

  it('over a weekend lasts until the end of its last day', () => {
    const weekend = recurring('America/New_York', '2026-01-03T00:00:00-05:00', '2026-01-05T00:00:00-05:00', {
      frequency: 'weekly',
    });
    expectWindow(weekend, '2026-03-07T00:00:00-05:00', '2026-03-09T00:00:00-04:00');
    expectWindow(weekend, '2026-10-31T00:00:00-04:00', '2026-11-02T00:00:00-05:00');
  });

  it('may last until the next one begins', () => {
    const weekdays = recurring('Europe/Berlin', '2026-03-23T00:00:00+01:00', '2026-03-24T00:00:00+01:00', {
      frequency: 'weekly',
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    });
    expectWindow(weekdays, '2026-03-30T00:00:00+02:00', '2026-04-04T00:00:00+02:00');
    expect(weekdays('2026-04-01T00:00:00+02:00')).toBe(true);
  });
});

describe('A time that the clock skips', () => {
  it('is left out of a window that begins or ends in it', () => {
    const half = recurring('Europe/Berlin', '2026-03-01T02:30:00+01:00', '2026-03-01T03:30:00+01:00');
    expectWindow(half, '2026-03-28T02:30:00+01:00', '2026-03-28T03:30:00+01:00');
    expectWindow(half, '2026-03-29T03:00:00+02:00', '2026-03-29T03:30:00+02:00');
    expectWindow(half, '2026-03-30T02:30:00+02:00', '2026-03-30T03:30:00+02:00');
    const early = recurring('Europe/Berlin', '2026-03-01T02:30:00+01:00', '2026-03-01T06:00:00+01:00');
    expectWindow(early, '2026-03-29T03:00:00+02:00', '2026-03-29T06:00:00+02:00');
    const late = recurring('Europe/Berlin', '2026-03-01T01:00:00+01:00', '2026-03-01T02:30:00+01:00');
    expectWindow(late, '2026-03-29T01:00:00+01:00', '2026-03-29T03:00:00+02:00');
  });

  it('leaves nothing of a window that lies within it, which still counts', () => {
    const open = recurring('Europe/Berlin', '2026-03-27T02:10:00+01:00', '2026-03-27T02:50:00+01:00', { count: 4 });
    for (let at = Date.parse('2026-03-29T00:00:00Z'); at < Date.parse('2026-03-29T12:00:00Z'); at += 300_000) {
      expect(open(new Date(at).toISOString())).toBe(false);
    }
    expectWindow(open, '2026-03-28T02:10:00+01:00', '2026-03-28T02:50:00+01:00');
    expectWindow(open, '2026-03-30T02:10:00+02:00', '2026-03-30T02:50:00+02:00');
    expect(open('2026-03-31T02:45:00+02:00')).toBe(false);
  });

  it('is half an hour on Lord Howe Island', () => {
    const open = recurring('Australia/Lord_Howe', '2026-09-01T02:10:00+10:30', '2026-09-01T04:00:00+10:30');
    expectWindow(open, '2026-10-04T02:30:00+11:00', '2026-10-04T04:00:00+11:00');
  });

  it('is a whole day in Samoa, which moved over the date line', () => {
    const office = recurring('Pacific/Apia', '2011-12-28T09:00:00-10:00', '2011-12-28T17:00:00-10:00', { count: 4 });
    expectWindow(office, '2011-12-29T09:00:00-10:00', '2011-12-29T17:00:00-10:00');
    expectWindow(office, '2011-12-31T09:00:00+14:00', '2011-12-31T17:00:00+14:00');
    expect(office('2012-01-01T12:00:00+14:00')).toBe(false); // 30 December was the third of four
    const night = recurring('Pacific/Apia', '2011-12-01T22:00:00-10:00', '2011-12-02T06:00:00-10:00');
    expectWindow(night, '2011-12-29T22:00:00-10:00', '2011-12-31T06:00:00+14:00');
  });

  it('is midnight itself in Cairo, where the window before ends as the next one begins', () => {
    const always = recurring('Africa/Cairo', '2026-04-01T00:00:00+02:00', '2026-04-02T00:00:00+02:00');
    for (const at of ['2026-04-23T21:59:59.999Z', '2026-04-23T22:00:00Z', '2026-04-23T22:30:00Z']) {
      expect(always(at)).toBe(true);
    }
  });

  it('postpones a window that would begin in it, also when compared with until', () => {
    const rest = { until: '2026-03-29T03:10:00+02:00' };
    const open = recurring('Europe/Berlin', '2026-03-01T02:30:00+01:00', '2026-03-01T04:00:00+01:00', rest);
    expectWindow(open, '2026-03-29T03:00:00+02:00', '2026-03-29T04:00:00+02:00');
    expect(open('2026-03-30T03:00:00+02:00')).toBe(false);
  });
});

describe('A time that the clock shows twice', () => {
  it('is in a window both times', () => {
    const half = recurring('Europe/Berlin', '2026-10-01T02:15:00+02:00', '2026-10-01T02:45:00+02:00');
    expectWindow(half, '2026-10-25T02:15:00+02:00', '2026-10-25T02:45:00+02:00');
    expectWindow(half, '2026-10-25T02:15:00+01:00', '2026-10-25T02:45:00+01:00');
    const early = recurring('Europe/Berlin', '2026-10-01T02:30:00+02:00', '2026-10-01T05:00:00+02:00');
    expectWindow(early, '2026-10-25T02:30:00+02:00', '2026-10-25T03:00:00+02:00');
    expectWindow(early, '2026-10-25T02:30:00+01:00', '2026-10-25T05:00:00+01:00');
  });

  it('is in the last window both times', () => {
    const twice = recurring('Europe/Berlin', '2026-10-24T02:15:00+02:00', '2026-10-24T02:45:00+02:00', { count: 2 });
    expectWindow(twice, '2026-10-25T02:15:00+02:00', '2026-10-25T02:45:00+02:00');
    expectWindow(twice, '2026-10-25T02:15:00+01:00', '2026-10-25T02:45:00+01:00');
    expect(twice('2026-10-26T02:30:00+01:00')).toBe(false);
  });

  it('is the one that was written, for the start and the end of the first window', () => {
    const late = recurring('Europe/Berlin', '2026-10-25T02:30:00+01:00', '2026-10-25T04:00:00+01:00');
    expectWindow(late, '2026-10-25T02:30:00+01:00', '2026-10-25T04:00:00+01:00');
    expectWindow(late, '2026-10-26T02:30:00+01:00', '2026-10-26T04:00:00+01:00');
    expect(late('2026-10-25T02:30:00+02:00')).toBe(false);
    const early = recurring('Europe/Berlin', '2026-10-25T01:00:00+02:00', '2026-10-25T02:30:00+02:00');
    expectWindow(early, '2026-10-25T01:00:00+02:00', '2026-10-25T02:30:00+02:00');
    expect(early('2026-10-25T02:15:00+01:00')).toBe(false);
  });

  it('belongs to the day that the clock shows when it goes back over midnight', () => {
    // Newfoundland set clocks back at 00:01 to 23:01 of the day before
    const sunday = recurring('America/St_Johns', '2010-10-31T00:00:00-02:30', '2010-10-31T12:00:00-02:30', {
      frequency: 'weekly',
    });
    expectWindow(sunday, '2010-11-07T00:00:00-02:30', '2010-11-07T00:01:00-02:30');
    expectWindow(sunday, '2010-11-07T00:00:00-03:30', '2010-11-07T12:00:00-03:30');
    for (const offset of ['-02:30', '-03:30']) expect(sunday(`2010-11-06T23:30:00${offset}`)).toBe(false);
  });
});

describe('The days of a weekly window', () => {
  it('are those of every second week, over the end of a year', () => {
    const sale = recurring('Europe/Berlin', '2026-12-18T18:00:00+01:00', '2026-12-18T22:00:00+01:00', {
      frequency: 'weekly',
      interval: 2,
      daysOfWeek: ['friday', 'saturday'],
    });
    for (const date of ['2026-12-18', '2026-12-19', '2027-01-01', '2027-01-02', '2027-01-15']) {
      expectWindow(sale, `${date}T18:00:00+01:00`, `${date}T22:00:00+01:00`);
    }
    for (const date of ['2026-12-25', '2026-12-26', '2027-01-08', '2027-01-09']) {
      expect(sale(`${date}T20:00:00+01:00`)).toBe(false);
    }
  });

  it('depend on the first day of the week when there is an interval', () => {
    const rest = { frequency: 'weekly', interval: 2, daysOfWeek: ['sunday', 'monday'] } as const;
    const [start, end] = ['2026-11-22T10:00:00Z', '2026-11-22T12:00:00Z']; // a Sunday
    const fromMonday = recurring('UTC', start, end, rest);
    const fromSunday = recurring('UTC', start, end, { ...rest, firstDayOfWeek: 'sunday' });
    const dates = ['2026-11-22', '2026-11-23', '2026-11-29', '2026-11-30', '2026-12-06', '2026-12-07'];
    const on = (isWithin: (instant: string) => boolean) => dates.filter((date) => isWithin(`${date}T11:00:00Z`));
    expect(on(fromMonday)).toEqual(['2026-11-22', '2026-11-30', '2026-12-06']);
    expect(on(fromSunday)).toEqual(['2026-11-22', '2026-11-23', '2026-12-06', '2026-12-07']);
  });

  it('before the start have no window', () => {
    const sale = recurring('UTC', '2026-11-25T10:00:00Z', '2026-11-25T12:00:00Z', {
      frequency: 'weekly',
      daysOfWeek: ['monday', 'wednesday'],
    });
    for (const date of ['2026-11-23', '2026-11-18', '2025-11-24', '0001-01-01']) {
      expect(sale(`${date}T11:00:00Z`)).toBe(false);
    }
    expectWindow(sale, '2026-11-25T10:00:00Z', '2026-11-25T12:00:00Z');
    expectWindow(sale, '2026-11-30T10:00:00Z', '2026-11-30T12:00:00Z');
  });
});

describe('The end of a recurrence', () => {
  it('follows as many windows as count says, including the first', () => {
    const thrice = recurring('UTC', '2026-11-25T10:00:00Z', '2026-11-25T12:00:00Z', {
      frequency: 'weekly',
      daysOfWeek: ['monday', 'wednesday', 'friday'],
      count: 3,
    });
    expectWindow(thrice, '2026-11-30T10:00:00Z', '2026-11-30T12:00:00Z');
    expect(thrice('2026-12-02T11:00:00Z')).toBe(false);
    expect(thrice('2036-12-02T11:00:00Z')).toBe(false);
    const once = recurring('UTC', '2026-11-25T10:00:00Z', '2026-11-25T12:00:00Z', { count: 1 });
    expectWindow(once, '2026-11-25T10:00:00Z', '2026-11-25T12:00:00Z');
    expect(once('2026-11-26T11:00:00Z')).toBe(false);
  });

  it('follows the last window that begins by until, which may be that very instant', () => {
    const [start, end] = ['2026-11-25T10:00:00Z', '2026-11-25T12:00:00Z'];
    const just = recurring('UTC', start, end, { until: '2026-11-27T10:00:00Z' });
    expectWindow(just, '2026-11-27T10:00:00Z', '2026-11-27T12:00:00Z');
    expect(just('2026-11-28T11:00:00Z')).toBe(false);
    const tooSoon = recurring('UTC', start, end, { until: '2026-11-27T09:59:59.999Z' });
    expectWindow(tooSoon, '2026-11-26T10:00:00Z', '2026-11-26T12:00:00Z');
    expect(tooSoon('2026-11-27T11:00:00Z')).toBe(false);
    const first = recurring('UTC', start, end, { until: start });
    expectWindow(first, start, end);
    expect(first('2026-11-26T11:00:00Z')).toBe(false);
  });

  it('is the earlier of count and until', () => {
    const [start, end] = ['2026-11-25T10:00:00Z', '2026-11-25T12:00:00Z'];
    const counted = recurring('UTC', start, end, { count: 2, until: '2026-12-25T10:00:00Z' });
    expect(counted('2026-11-26T11:00:00Z')).toBe(true);
    expect(counted('2026-11-27T11:00:00Z')).toBe(false);
    const dated = recurring('UTC', start, end, { count: 100, until: '2026-11-26T10:00:00Z' });
    expect(dated('2026-11-26T11:00:00Z')).toBe(true);
    expect(dated('2026-11-27T11:00:00Z')).toBe(false);
  });

  it('does not exist by default', () => {
    const open = recurring('Europe/Berlin', '2026-11-25T10:00:00+01:00', '2026-11-25T12:00:00+01:00');
    expectWindow(open, '9999-07-01T10:00:00+02:00', '9999-07-01T12:00:00+02:00');
  });
});

describe('The answer for an instant', () => {
  it('does not depend on the previous question, forwards or backwards', () => {
    const instants = Array.from({ length: 500 }, (_, i) => Date.parse('2026-03-20T00:00:00Z') + i * 3_000_000);
    const fresh = instants.map((instant) => earlyShift()(instant));
    expect(new Set(fresh)).toEqual(new Set([true, false]));
    expect(instants.map(earlyShift())).toEqual(fresh);
    expect(instants.toReversed().map(earlyShift())).toEqual(fresh.toReversed());
    const order = instants.map((_, i) => (i * 173) % 500); // 173 and 500 share no divisor
    const jumping = earlyShift();
    expect(order.map((i) => jumping(instants[i]!))).toEqual(order.map((i) => fresh[i]));
  });

  it('reads the zone again only when its offset may have changed', () => {
    const open = recurring('Europe/Berlin', '2026-11-25T10:00:00+01:00', '2026-11-25T12:00:00+01:00', { count: 3 });
    const lookUps = jest.spyOn(IANAZone.prototype, 'offset');
    const counted = (...instants: string[]) => {
      const before = lookUps.mock.calls.length;
      for (const instant of instants) open(instant);
      return lookUps.mock.calls.length - before;
    };
    expect(counted('2026-11-20T00:00:00Z', '2026-11-25T08:59:59Z')).toBe(0);
    expect(counted('2026-11-26T09:30:00Z')).toBeGreaterThan(0);
    expect(counted('2026-11-26T10:59:59Z', '2026-11-26T09:00:00Z')).toBe(0);
    expect(counted('2026-11-26T11:00:00Z')).toBeGreaterThan(0);
    expect(counted('2026-11-27T08:59:59Z', '2026-11-26T11:00:00Z')).toBe(0);
    expect(counted('2026-11-28T00:00:00Z')).toBe(0); // the last window is over
    expect(counted('2026-11-27T11:00:00Z', '2036-11-27T11:00:00Z')).toBe(0);
    lookUps.mockRestore();
  });

  it('takes no longer for windows that are thousands of years apart', () => {
    const open = recurring('Europe/Berlin', '0001-01-01T10:00:00Z', '0001-01-01T12:00:00Z');
    const lookUps = jest.spyOn(IANAZone.prototype, 'offset');
    open('9999-07-01T00:00:00Z');
    expect(lookUps.mock.calls.length).toBeLessThan(40);
    lookUps.mockRestore();
  });

  it('is off for instants that no Date can hold', () => {
    const start = Date.parse('2026-11-25T00:00:00Z');
    const always = () => compileRecurrence(start, start + 86_400_000, { frequency: 'daily', timeZone: 'Asia/Kolkata' });
    for (const instant of [
      8.64e15 + 1,
      -8.64e15,
      -8.64e15 - 1,
      1e300,
      -1e300,
      Number.MAX_VALUE,
      Number.NaN,
      Infinity,
    ]) {
      expect({ instant, on: always()(instant) }).toEqual({ instant, on: false });
    }
    const isWithin = always();
    expect(isWithin(8.64e15)).toBe(true);
    expect(isWithin(8.64e15 + 1)).toBe(false);
  });

  it('accepts fractions of a millisecond', () => {
    const start = Date.parse('2026-11-25T00:00:00Z');
    const isWithin = compileRecurrence(start, start + 1000, { frequency: 'daily', timeZone: 'UTC' });
    const next = start + 86_400_000;
    expect([next - 0.5, next + 0.5, next + 999.5, next + 1000.5].map(isWithin)).toEqual([false, true, true, false]);
  });
});
