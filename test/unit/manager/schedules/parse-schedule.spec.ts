import { describe, expect, it } from '@jest/globals';
import { parseSchedule } from '../../../../lib/manager/schedules/parse-schedule.js';

const stored = {
  id: '3a4bb5be-3d1c-4a4a-9d0e-6d1d5b3a2f10',
  change: { type: 'clear_override', key: 'sale' },
  at: '2026-01-02T00:00:00Z',
  actor: 'ann',
  createdAt: '2026-01-01T00:00:00.000Z',
};

describe('A stored schedule', () => {
  it('is read as it was written, even when its time is over', () => {
    expect(parseSchedule({ ...stored, at: '2020-01-01T00:00:00+01:00' })).toEqual({
      ...stored,
      at: '2020-01-01T00:00:00+01:00',
    });
  });

  it.each([
    [true, { enabled: true }],
    ['blue', { variant: 'blue' }],
    [{ value: [1] }, { value: [1] }],
    [{ enabled: false }, { enabled: false }],
  ])('serves what an override stores when it has %j', (serve, kept) => {
    const change = { type: 'set_override', key: 'sale', serve };
    expect(parseSchedule({ ...stored, change }).change).toEqual({ ...change, serve: kept });
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'tomorrow'],
    ['a list', [stored]],
    ['an id that is none', { ...stored, id: '7' }],
    ['no change', { ...stored, change: undefined }],
    ['no time', { ...stored, at: undefined }],
    ['an end before its time', { ...stored, dropAfter: -1 }],
    ['no actor', { ...stored, actor: undefined }],
    ['a number to serve', { ...stored, change: { type: 'set_override', key: 'sale', serve: 7 } }],
    ['more than anybody knows', { ...stored, priority: 1 }],
  ])('is rejected when it has %s', (_, input) => {
    expect(() => parseSchedule(input)).toThrow(
      expect.objectContaining({ code: 'INVALID_SCHEDULE', message: expect.stringContaining('is not valid') }),
    );
  });

  it('does not show its content in an error', () => {
    const change = { type: 'set_override', key: 'sale', serve: { value: 'secret' }, unit: 7 };
    expect(() => parseSchedule({ ...stored, change })).not.toThrow('secret');
    expect(() => parseSchedule({ ...stored, change })).toThrow('change.unit');
  });
});
