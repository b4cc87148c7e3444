import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compileWindow } from '../../../lib/engine/time/compile-window.js';
import type { TimeWindow } from '../../../lib/engine/time/time-window.js';
import { timeWindowSchema } from '../../../lib/engine/time/time-window.schema.js';
import { WEEKDAYS } from '../../../lib/engine/time/window-days.js';
import { windowOracle } from './window-oracle.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const DAYS = 130; // from a random day of most years, this includes a clock change in half of the cases

const timeZone = fc.constantFrom(
  'Europe/Berlin',
  'Europe/Dublin', // winter time is the one set back from the standard
  'America/New_York',
  'America/St_Johns', // changed at 00:01
  'America/Sao_Paulo', // changed at midnight
  'America/Havana',
  'Africa/Cairo',
  'Africa/Casablanca', // set back for the month of Ramadan
  'Australia/Lord_Howe', // by half an hour
  'Antarctica/Troll', // by two hours
  'Pacific/Apia', // left out a whole day in 2011
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'UTC',
  '+05:30',
  '-23:59',
);

const start = fc.oneof(
  fc.date({ min: new Date('1995-01-01'), max: new Date('2037-01-01'), noInvalidDate: true }),
  fc.date({ min: new Date('2011-12-01'), max: new Date('2012-01-05'), noInvalidDate: true }),
  // around the hours in which Europe and North America change their clocks
  fc
    .tuple(fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2010-11-07'), fc.nat({ max: 1440 }))
    .map(([date, minutes]) => new Date(Date.parse(date) + (minutes - 360) * MINUTE)),
);

const length = fc.oneof(
  fc.integer({ min: 1, max: 180 }).map((minutes) => minutes * MINUTE),
  fc.integer({ min: 1, max: DAY }),
  fc.constantFrom(DAY, DAY - MINUTE, DAY - 90 * MINUTE, 2 * DAY, 7 * DAY),
  fc.integer({ min: DAY, max: 14 * DAY }),
);

const rest = fc.record(
  {
    interval: fc.constantFrom(1, 2, 3, 10),
    count: fc.integer({ min: 1, max: 60 }),
    untilAfter: fc.oneof(
      fc.nat({ max: 60 }).map((days) => days * DAY),
      fc.nat({ max: 60 * DAY }),
    ),
  },
  { requiredKeys: [] },
);

const weekly = fc.record(
  { daysOfWeek: fc.subarray([...WEEKDAYS], { minLength: 1 }), firstDayOfWeek: fc.constantFrom(...WEEKDAYS) },
  { requiredKeys: [] },
);

/** Legal windows that come back. */
const recurring: fc.Arbitrary<Required<TimeWindow>> = fc
  .tuple(start, length, timeZone, rest, fc.option(weekly, { nil: undefined }))
  .map(([from, long, zone, { untilAfter, ...others }, days]) => ({
    start: from.toISOString(),
    end: new Date(from.getTime() + long).toISOString(),
    recurrence: {
      timeZone: zone,
      ...others,
      ...(untilAfter === undefined ? {} : { until: new Date(from.getTime() + untilAfter).toISOString() }),
      ...(days === undefined ? { frequency: 'daily' as const } : { frequency: 'weekly' as const, ...days }),
    },
  }))
  .filter((window) => timeWindowSchema.safeParse(window).success);

describe('A recurring window', () => {
  it('is on exactly when the clock shows a time inside it, whatever the order of evaluations', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(recurring, fc.array(part, { maxLength: 30 }), fc.nat(), (window, within, shift) => {
        const { isOn, instants: decisive } = windowOracle(window, DAYS);
        const isWithin = compileWindow(window);
        const from = Date.parse(window.start!);
        const instants = [...decisive, ...within.map((each) => from + Math.floor((each - 0.1) * DAYS * DAY))].filter(
          (instant) => instant < from + (DAYS - 16) * DAY, // beyond, the oracle may lack a window
        );
        // forwards from a random start, except that each third one is before the previous one
        const order = instants.map((_, i) => instants[(i % 3 === 2 ? i * 31 + shift : i) % instants.length]!);
        const wrong = order.filter((instant) => isWithin(instant) !== isOn(instant));
        expect(wrong.map((instant) => new Date(instant).toISOString())).toStrictEqual([]);
      }),
      { numRuns: 250 },
    );
  });

  it('is never open before its start, and answers for any number', () => {
    const instant = fc.oneof(
      fc.double(),
      fc.maxSafeInteger(),
      fc.constantFrom(8.64e15, 8.64e15 + 1, -8.64e15, -8.64e15 - 1, 1e300, -1e300),
    );
    fc.assert(
      fc.property(recurring, fc.array(instant, { minLength: 1, maxLength: 10 }), (window, instants) => {
        const isWithin = compileWindow(window);
        for (const each of instants) {
          const open = isWithin(each);
          expect(typeof open).toBe('boolean');
          if (!(each >= Date.parse(window.start!)) || each > 8.64e15) expect(open).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});
