import { describe, expect, it } from '@jest/globals';
import type { FlagOverrideValue } from '../../../../lib/engine/flag-override.js';
import type { OverrideRequest } from '../../../../lib/manager/overrides/new-override.js';
import type { ScheduledChange } from '../../../../lib/store/flag-schedule.js';
import { newSchedule, type ScheduleOptions } from '../../../../lib/manager/schedules/new-schedule.js';

const now = Date.parse('2026-01-01T00:00:00Z');
const later = '2026-01-02T00:00:00Z';
const on: ScheduledChange = { type: 'set_override', key: 'sale', serve: { enabled: true } };
const make = (change: unknown = on, at: Date | string = later, options: ScheduleOptions = {}) =>
  newSchedule(change as ScheduledChange, at, options, now);

describe('A new schedule', () => {
  it('stores the change, its time, and who scheduled it, and is frozen', () => {
    const schedule = make(on, new Date(later), { actor: 'ann', reason: 'Black Friday', dropAfter: '1.5s' });
    expect(schedule).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      change: on,
      at: '2026-01-02T00:00:00.000Z',
      dropAfter: 1500,
      actor: 'ann',
      reason: 'Black Friday',
      createdAt: '2026-01-01T00:00:00.000Z',
    });
    expect([Object.isFrozen(schedule), Object.isFrozen(schedule.change)]).toEqual([true, true]);
  });

  it('has a unique id, and the actor "unknown" by default', () => {
    expect(make().id).not.toBe(make().id);
    expect(make()).toMatchObject({ actor: 'unknown' });
    expect(make()).not.toHaveProperty('dropAfter');
  });

  it('does not change when the request does', () => {
    const serve = { value: { columns: [1] } };
    const schedule = make({ type: 'set_override', key: 'theme', serve });
    serve.value.columns.push(2);
    expect(schedule.change).toMatchObject({ serve: { value: { columns: [1] } } });
  });

  it.each<[OverrideRequest | FlagOverrideValue, FlagOverrideValue]>([
    [true, { enabled: true }],
    [false, { enabled: false }],
    ['bold', { variant: 'bold' }],
    [{ variant: 'bold' }, { variant: 'bold' }],
    [{ value: null }, { value: null }],
    [{ enabled: true }, { enabled: true }],
  ])('serves what setOverride accepts: %j', (serve, kept) => {
    const expiresAt = new Date('2026-01-03T00:00:00Z');
    const { change } = newSchedule(
      { type: 'set_override', key: 'sale', serve, unit: 'ada', expiresAt },
      later,
      {},
      now,
    );
    const expected = {
      type: 'set_override',
      key: 'sale',
      serve: kept,
      unit: 'ada',
      expiresAt: expiresAt.toISOString(),
    };
    expect(change).toEqual(expected);
    expect(Object.isFrozen(change)).toBe(true);
  });

  it.each<[string, unknown, Date | string, ScheduleOptions, string, string]>([
    [
      'does not say what it serves',
      { type: 'set_override', key: 'sale' },
      later,
      {},
      'INVALID_SCHEDULE',
      'change.serve: must be true, false, the name of a variant, { variant } or { value }',
    ],
    ['serves a number', { ...on, serve: 7 }, later, {}, 'INVALID_SCHEDULE', 'serve: must be true, false'],
    ['serves null', { ...on, serve: null }, later, {}, 'INVALID_SCHEDULE', 'serve: must be true, false'],
    ['saves nothing', { type: 'save_flag', key: 'sale' }, later, {}, 'INVALID_SCHEDULE', 'change.definition: must be'],
    ['is due already', on, new Date(now), {}, 'INVALID_SCHEDULE', 'has already passed'],
    ['was due long ago', on, '2025-01-01T00:00:00Z', {}, 'INVALID_SCHEDULE', 'has already passed'],
    ['is due at a time without a zone', on, '2026-02-01T00:00:00', {}, 'INVALID_SCHEDULE', 'at: must be a Date'],
    ['is due at no time', on, new Date(NaN), {}, 'INVALID_SCHEDULE', 'at'],
    ['has an unknown change type', { type: 'reboot', key: 'sale' }, later, {}, 'INVALID_SCHEDULE', 'change.type'],
    ['is no change', null, later, {}, 'INVALID_SCHEDULE', 'change'],
    ['has a key that is not legal', { ...on, key: 'our sale' }, later, {}, 'INVALID_SCHEDULE', 'change.key'],
    ['has an unknown member', { ...on, enabled: true }, later, {}, 'INVALID_SCHEDULE', 'enabled'],
    ['would pollute', JSON.parse('{"__proto__":{"x":1}}'), later, {}, 'INVALID_SCHEDULE', '__proto__'],
    ['serves nothing', { ...on, serve: {} }, later, {}, 'INVALID_SCHEDULE', 'serve'],
    ['serves a function', { ...on, serve: { value: () => 1 } }, later, {}, 'INVALID_SCHEDULE', 'serve.value'],
    [
      'is over when it begins',
      { ...on, expiresAt: later },
      later,
      {},
      'INVALID_SCHEDULE',
      'would expire before it begins',
    ],
    [
      'saves no flag',
      { type: 'save_flag', key: 'sale', definition: { type: 'magic' } },
      later,
      {},
      'INVALID_FLAG',
      'sale',
    ],
    ['saves no segment', { type: 'save_segment', key: 'vip', definition: 7 }, later, {}, 'INVALID_FLAG', 'vip'],
    [
      'has a version before the first',
      { type: 'delete_flag', key: 'sale', expectedVersion: -1 },
      later,
      {},
      'INVALID_SCHEDULE',
      'expectedVersion',
    ],
    ['may be late by no duration', on, later, { dropAfter: 'soon' as never }, 'INVALID_OPTIONS', '"dropAfter"'],
    ['is of nobody', on, later, { actor: '' }, 'INVALID_OPTIONS', '"actor"'],
  ])('is rejected when it %s', (_, change, at, options, code, message) => {
    expect(() => make(change, at, options)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });
});
