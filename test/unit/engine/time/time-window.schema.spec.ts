import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  checkWindow,
  recurrenceSchema,
  timeWindowSchema,
  windowFields,
} from '../../../../lib/engine/time/time-window.schema.js';
import { schemaProblems } from './schema-problems.js';

const start = '2026-11-27T09:00:00+01:00'; // a Friday
const end = '2026-11-27T17:00:00+01:00';
const daily = { frequency: 'daily', timeZone: 'Europe/Berlin' };
const weekly = { frequency: 'weekly', timeZone: 'Europe/Berlin' };

/** The problems of a window of eight hours that comes back. */
function problems(recurrence: object, window: object = {}): string[] {
  return schemaProblems(timeWindowSchema, { start, end, recurrence, ...window });
}

describe('A window', () => {
  it.each([[{ start }], [{ end }], [{ start, end }], [{ start, end, recurrence: daily }]])('may be %j', (window) => {
    expect(schemaProblems(timeWindowSchema, window)).toStrictEqual([]);
  });

  it('must have "start", "end" or both', () => {
    expect(schemaProblems(timeWindowSchema, {})).toEqual(['(root): must have "start", "end" or both']);
  });

  it('needs an end that is later than its start', () => {
    for (const wrong of [start, '2026-11-27T08:00:00Z', '2026-11-27T07:00:00Z']) {
      expect(schemaProblems(timeWindowSchema, { start, end: wrong })).toEqual(['end: must be later than start']);
    }
  });

  it('needs both when it recurs', () => {
    const both = 'recurrence: requires both "start" and "end", which define the first window';
    expect(problems(daily, { end: undefined })).toEqual([both]);
    expect(problems(daily, { start: undefined })).toEqual([both]);
    expect(problems(daily, { start: undefined, end: undefined })).toEqual([
      '(root): must have "start", "end" or both',
      both,
    ]);
  });

  it('has no other properties', () => {
    expect(schemaProblems(timeWindowSchema, { start, from: start })).toEqual([expect.stringContaining('"from"')]);
  });

  it('reports an invalid instant once, without consequential problems', () => {
    expect(problems(daily, { start: 'tomorrow' })).toEqual([expect.stringMatching(/^start: must be an ISO 8601/)]);
    expect(problems(daily, { end: 'tomorrow' })).toEqual([expect.stringMatching(/^end: must be an ISO 8601/)]);
    expect(problems({ ...daily, until: 'tomorrow' })).toEqual([
      expect.stringMatching(/^recurrence\.until: must be an ISO 8601/),
    ]);
  });
});

describe('A recurrence', () => {
  it.each([
    [{ ...daily, interval: 1000, count: 100_000, until: '2027-11-27T00:00:00Z' }],
    [{ ...weekly, interval: 2, daysOfWeek: ['monday', 'friday'], firstDayOfWeek: 'sunday' }],
    [{ ...weekly, timeZone: 'UTC', count: 1, until: start }],
    [{ ...weekly, timeZone: '+05:30' }],
  ])('may be %j', (recurrence) => {
    expect(schemaProblems(recurrenceSchema, recurrence)).toStrictEqual([]);
    expect(problems(recurrence)).toStrictEqual([]);
  });

  it.each([
    ['another frequency', { ...daily, frequency: 'monthly' }, 'recurrence.frequency: ', 'must be "daily" or "weekly"'],
    ['no frequency', { timeZone: 'UTC' }, 'recurrence.frequency: ', 'must be "daily" or "weekly"'],
    ['no zone', { frequency: 'daily' }, 'recurrence.timeZone: ', 'must be a string'],
    ['an unknown zone', { ...daily, timeZone: 'Europe/Bonn' }, 'recurrence.timeZone: ', '"Europe/Berlin" or "UTC"'],
    ['an offset without minutes', { ...daily, timeZone: '+05' }, 'recurrence.timeZone: ', 'an offset such as "+05:30"'],
    ['interval 0', { ...daily, interval: 0 }, 'recurrence.interval: ', 'at least 1'],
    ['an interval over 1,000', { ...daily, interval: 1001 }, 'recurrence.interval: ', 'at most 1000'],
    ['half an interval', { ...daily, interval: 1.5 }, 'recurrence.interval: ', 'must be a whole number'],
    ['count 0', { ...daily, count: 0 }, 'recurrence.count: ', 'at least 1'],
    ['a count over 100,000', { ...daily, count: 100_001 }, 'recurrence.count: ', 'at most 100000'],
    ['no days', { ...weekly, daysOfWeek: [] }, 'recurrence.daysOfWeek: ', 'at least 1'],
    ['a day twice', { ...weekly, daysOfWeek: ['friday', 'friday'] }, 'recurrence.daysOfWeek: ', 'different days'],
    ['a short day', { ...weekly, daysOfWeek: ['fri'] }, 'recurrence.daysOfWeek[0]: ', '"friday"'],
    ['a first day by number', { ...weekly, firstDayOfWeek: 1 }, 'recurrence.firstDayOfWeek: ', '"monday"'],
    ['an unknown property', { ...daily, byHour: 9 }, 'recurrence: ', '"byHour"'],
  ])('rejects %s', (_, recurrence, path, hint) => {
    const found = problems(recurrence);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(path);
    expect(found[0]).toContain(hint);
  });

  it('accepts days of the week only when it is weekly', () => {
    expect(problems({ ...daily, daysOfWeek: ['friday'], firstDayOfWeek: 'monday' })).toEqual([
      'recurrence.daysOfWeek: has an effect only with "weekly": remove it, or set "frequency" to "weekly"',
      'recurrence.firstDayOfWeek: has an effect only with "weekly": remove it, or set "frequency" to "weekly"',
    ]);
  });

  it('needs the day of its start among its days, by the clock of its zone', () => {
    const daysOfWeek = ['monday', 'thursday'];
    expect(problems({ ...weekly, daysOfWeek })).toEqual([
      'recurrence.daysOfWeek: must include "friday", the day of start in Europe/Berlin',
    ]);
    const night = { start: '2026-11-27T01:00:00+01:00', end: '2026-11-27T02:00:00+01:00' };
    expect(problems({ ...weekly, timeZone: 'America/New_York', daysOfWeek }, night)).toStrictEqual([]);
  });

  it('must not end before it begins', () => {
    expect(problems({ ...daily, until: '2026-11-27T08:59:59.999+01:00' })).toEqual([
      'recurrence.until: must not be before start',
    ]);
    expect(problems({ ...daily, until: start })).toStrictEqual([]);
  });

  it.each([
    ['daily', daily, '1 day', '2026-11-28T09:00:00+01:00'],
    ['every third day', { ...daily, interval: 3 }, '3 days', '2026-11-30T09:00:00+01:00'],
    ['weekly', weekly, '7 days', '2026-12-04T09:00:00+01:00'],
    ['every second week', { ...weekly, interval: 2 }, '14 days', '2026-12-11T09:00:00+01:00'],
    ['on two days', { ...weekly, daysOfWeek: ['friday', 'sunday'] }, '2 days', '2026-11-29T09:00:00+01:00'],
    ['on neighbouring days', { ...weekly, daysOfWeek: ['thursday', 'friday'] }, '1 day', '2026-11-28T09:00:00+01:00'],
  ])('%s has windows that do not overlap', (_, recurrence, most, nextBegin) => {
    expect(problems(recurrence, { end: nextBegin })).toStrictEqual([]);
    const longer = new Date(Date.parse(nextBegin) + 1).toISOString();
    expect(problems(recurrence, { end: longer })).toEqual([
      `end: must be at most ${most} after start by the clock of Europe/Berlin, when the next window may begin`,
    ]);
  });

  it('measures windows by the clock, so that a day of 25 hours is one day', () => {
    const window = { start: '2026-10-25T00:00:00+02:00', end: '2026-10-26T00:00:00+01:00' };
    expect(problems(daily, window)).toStrictEqual([]);
    expect(problems({ ...daily, timeZone: 'UTC' }, window)).toEqual([
      expect.stringMatching(/^end: must be at most 1 day/),
    ]);
  });

  it('rejects a first window that exists only because clocks are set back in it', () => {
    const window = { start: '2026-10-25T02:30:00+02:00', end: '2026-10-25T02:30:00+01:00' };
    expect(problems(daily, window)).toEqual([
      'end: must also be later than start by the clock of Europe/Berlin, which is set back in between',
    ]);
    expect(problems({ ...daily, timeZone: 'UTC' }, window)).toStrictEqual([]);
  });

  it('is reported with all its problems at once', () => {
    const recurrence = { ...weekly, daysOfWeek: ['monday', 'tuesday'], until: '2026-11-01T00:00:00Z' };
    expect(problems(recurrence, { end: '2026-12-27T17:00:00+01:00' })).toEqual([
      expect.stringMatching(/^end: must be at most 1 day/),
      expect.stringMatching(/^recurrence\.daysOfWeek: must include "friday"/),
      expect.stringMatching(/^recurrence\.until: must not be before start/),
    ]);
    expect(problems({ frequency: 'daily', timeZone: 'Bonn', interval: 0, count: 0 })).toHaveLength(3);
  });
});

describe('The fields of a window', () => {
  const sale = z.strictObject({ type: z.literal('time_based'), ...windowFields }).superRefine(checkWindow);

  it('can be part of another definition', () => {
    expect(schemaProblems(sale, { type: 'time_based', start, end, recurrence: daily })).toStrictEqual([]);
    expect(schemaProblems(sale, { type: 'time_based', start, end: start })).toEqual(['end: must be later than start']);
  });

  it.each([
    ['a window', timeWindowSchema],
    ['a recurrence', recurrenceSchema],
    ['a flag', sale],
  ])('can be written as JSON Schema for %s', (_, schema) => {
    const written = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    expect(written).toMatchObject({ type: 'object', additionalProperties: false });
    expect(JSON.stringify(written)).toContain('"enum":["daily","weekly"]');
  });
});
