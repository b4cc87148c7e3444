import { describe, expect, it } from '@jest/globals';
import { durationOption, secondsOption } from '../../../../lib/internal/options/duration-option.js';

const timeout = (value: unknown) => durationOption('100ms', '10m')(value, 'Option "timeout" of RedisStore');
const ttl = (value: unknown) => secondsOption('8760h')(value, 'Option "cacheTtl" of FlagManager');

describe('An option that is a duration', () => {
  it.each(['100ms', '5s', '10m'])('may be %p, within its bounds', (duration) => {
    expect(timeout(duration)).toBe(duration);
  });

  it.each(['99ms', '11m', 'soon', '5', '', null, true, {}, [], NaN, -1, 5n])('cannot be %p', (value) => {
    expect(() => timeout(value)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringMatching(
          /^Option "timeout" of RedisStore must be a duration from "100ms" to "10m"; given: .*"500ms", "5s" or "1h"\. See /,
        ),
      }),
    );
  });

  it.each([0, 2000, 0.5])('cannot be the bare number %p, and the error shows how to write it', (value) => {
    expect(() => timeout(value)).toThrow(`Add a unit: "${value}ms" or "${value}s".`);
  });
});

describe('An option that is a duration or a number of seconds', () => {
  it.each([0, 0.5, 60, 86_400, '0ms', '8760h'])('may be %p', (value) => {
    expect(ttl(value)).toBe(value);
  });

  it('rejects a number above a day, which was probably meant as milliseconds', () => {
    expect(() => ttl(86_401)).toThrow('at most 86400 (a day): for milliseconds use "86401ms", for longer "86401s".');
  });

  it.each([-1, NaN, Infinity, '60', '8761h', null])('rejects %p', (value) => {
    expect(() => ttl(value)).toThrow('Option "cacheTtl" of FlagManager must be a duration from "0ms" to "8760h"');
  });
});
