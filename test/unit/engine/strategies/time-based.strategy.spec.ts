import { describe, expect, it } from '@jest/globals';
import { compileFlag } from '../../../../lib/engine/compile/compile-flag.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { compiled, evaluatorOf, untyped } from '../compiled.js';
import { scopeOf } from '../scopes.js';

const start = Date.parse('2026-11-26T23:00:00Z');
const end = Date.parse('2026-11-29T23:00:00Z');

function isOnAt(definition: object, now: number): boolean {
  return compiled('sale', { type: 'time_based', ...definition }, now)({}).enabled;
}

describe('A time_based flag', () => {
  it('is on from its first millisecond until just before its end, offsets included', () => {
    expect(compiled('sale', shopFlags.sale, start)({})).toStrictEqual({
      key: 'sale',
      enabled: true,
      variant: undefined,
      value: true,
      reason: 'time_window',
    });
    expect(compiled('sale', shopFlags.sale, end)({})).toStrictEqual({
      key: 'sale',
      enabled: false,
      variant: undefined,
      value: false,
      reason: 'outside_time_window',
    });
    expect(isOnAt(shopFlags.sale, start - 1)).toBe(false);
    expect(isOnAt(shopFlags.sale, end - 1)).toBe(true);
  });

  it('without an end is on forever', () => {
    const opened = { start: shopFlags.sale.start };
    expect(isOnAt(opened, start - 1)).toBe(false);
    expect(isOnAt(opened, start)).toBe(true);
    expect(isOnAt(opened, 8.64e15)).toBe(true);
  });

  it('without a start is on for any time before its end', () => {
    const closing = { end: shopFlags.sale.end };
    expect(isOnAt(closing, -8.64e15)).toBe(true);
    expect(isOnAt(closing, end - 1)).toBe(true);
    expect(isOnAt(closing, end)).toBe(false);
  });

  it('may be written with Dates, to the millisecond', () => {
    const window = { start: new Date(1000), end: new Date(1002) };
    expect([999, 1000, 1001, 1002].map((now) => isOnAt(window, now))).toEqual([false, true, true, false]);
  });

  it("prefers the context's timestamp to the clock", () => {
    const during = compiled('sale', shopFlags.sale, start);
    const before = compiled('sale', shopFlags.sale, start - 1);
    for (const timestamp of [end, new Date(end)]) expect(during({ timestamp }).enabled).toBe(false);
    for (const timestamp of [start, new Date(start)]) expect(before({ timestamp }).enabled).toBe(true);
  });

  it('accepts the timestamp 0', () => {
    const sixties = compiled('sale', { type: 'time_based', end: '1970-01-01T00:00:00.001Z' }, end);
    expect(sixties({ timestamp: 0 }).enabled).toBe(true);
    expect(sixties({ timestamp: 1 }).enabled).toBe(false);
  });

  it.each([[undefined], [null], [Number.NaN], [Infinity], [new Date(Number.NaN)], ['1970-01-01T00:00:00Z'], [{}]])(
    'reads the clock when the timestamp is %p',
    (timestamp) => {
      expect(compiled('sale', shopFlags.sale, start)(untyped({ timestamp })).enabled).toBe(true);
      expect(compiled('sale', shopFlags.sale, start - 1)(untyped({ timestamp })).enabled).toBe(false);
    },
  );

  it('reads the clock on every call', () => {
    let now = start - 1;
    const evaluate = evaluatorOf(compileFlag(parseFlag('sale', shopFlags.sale), scopeOf('sale', { now: () => now })));
    expect(evaluate({}).enabled).toBe(false);
    now = start;
    expect(evaluate({}).enabled).toBe(true);
    now = end;
    expect(evaluate({}).enabled).toBe(false);
  });
});
