import { describe, expect, it } from '@jest/globals';
import {
  bucketPaths,
  keyPathReader,
  keyReader,
  targetingKey,
  userKey,
} from '../../../../lib/engine/allocation/targeting-key.js';
import { untyped } from '../compiled.js';

const everything = { userId: 'ada', sessionId: 's-1', userAttributes: { company: 'acme', team: { id: 7 } } };

describe('A targeting key', () => {
  it.each<[unknown, string]>([
    ['ada', 'ada'],
    [' Ada ', ' Ada '],
    ['x'.repeat(1024), 'x'.repeat(1024)],
    ['Ωμέγα 🚀', 'Ωμέγα 🚀'],
    [42, '42'],
    [0, '0'],
    [-1.5, '-1.5'],
    [7n, '7'],
    [9_007_199_254_740_993n, '9007199254740993'],
    [-7n, '-7'],
  ])('may be %p', (value, key) => {
    expect(targetingKey(value)).toBe(key);
  });

  it.each([
    [undefined],
    [null],
    [''],
    ['x'.repeat(1025)],
    ['ada\uD800'],
    ['\uDC00'],
    [Number.NaN],
    [Infinity],
    [true],
    [['ada']],
    [{ id: 'ada' }],
    [10n ** 1024n],
  ])('is never %p', (value) => {
    expect(targetingKey(value)).toBeUndefined();
  });

  it('cannot be a promise, and the error suggests a missing await', () => {
    expect(() => targetingKey(Promise.resolve('ada'))).toThrow('await');
  });
});

describe('The targeting key of a context', () => {
  it('is the userId, then the sessionId', () => {
    expect(keyReader(undefined)(everything)).toBe('ada');
    expect(keyReader(undefined)({ sessionId: 's-1' })).toBe('s-1');
    expect(keyReader(undefined)({ userId: '', sessionId: 's-1' })).toBe('s-1');
    expect(keyReader(undefined)({})).toBeUndefined();
    expect(bucketPaths(undefined)).toEqual(['userId', 'sessionId']);
  });

  it('is the attribute that bucketBy names, without a fallback', () => {
    expect(keyReader('company')(everything)).toBe('acme');
    expect(keyReader('/team/id')(everything)).toBe('7');
    expect(keyReader('sessionId')(everything)).toBe('s-1');
    for (const company of [undefined, null, '', Number.NaN, true, ['acme'], { id: 'acme' }, 'x'.repeat(1025)]) {
      expect(keyReader('company')({ ...everything, userAttributes: { company } })).toBeUndefined();
    }
  });

  it('is the first attribute present of a list', () => {
    const key = keyReader(['company', 'sessionId', 'userId']);
    expect(key(everything)).toBe('acme');
    expect(key({ userId: 'ada', sessionId: 's-1' })).toBe('s-1');
    expect(key({ userId: 'ada', userAttributes: { company: null } })).toBe('ada');
    expect(key({})).toBeUndefined();
  });

  it('is missing when the first attribute present is no valid key, so that nobody can choose a bucket with an invalid id', () => {
    expect(keyReader(['company', 'userId'])({ userId: 'ada', userAttributes: { company: {} } })).toBeUndefined();
  });

  it('cannot be read if the userId is present but invalid, because the user cannot be identified', () => {
    for (const userId of ['x'.repeat(1025), {}]) {
      expect(() => keyReader(undefined)(untyped({ userId, sessionId: 's-1' }))).toThrow('cannot be used');
      expect(() => userKey(untyped({ userId }))).toThrow('cannot be used');
    }
  });

  it('names the attribute that it comes from', () => {
    expect(keyPathReader(undefined)(everything)).toBe('userId');
    expect(keyPathReader(undefined)({ sessionId: 's-1' })).toBe('sessionId');
    expect(keyPathReader(['/team/id', 'userId'])(everything)).toBe('/team/id');
    expect(keyPathReader('company')({ userId: 'ada' })).toBeUndefined();
    expect(keyPathReader(['company', 'userId'])({ userId: 'ada', userAttributes: { company: {} } })).toBeUndefined();
  });

  it('never equals that of a session if it is that of a user', () => {
    expect(userKey({ userId: 'ada', sessionId: 's-1' })).toBe('ada');
    expect(userKey({ sessionId: 's-1' })).toBeUndefined();
    expect(userKey(untyped({ userId: 42 }))).toBe('42');
  });
});
