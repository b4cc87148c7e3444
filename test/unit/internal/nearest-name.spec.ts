import { describe, expect, it } from '@jest/globals';
import { nearestName } from '../../../lib/internal/nearest-name.js';

const options = ['initialFlags', 'initialSegments', 'store', 'storePoll', 'url', 'prefix'];

describe('The similar name', () => {
  it.each([
    ['initalFlags', 'initialFlags'],
    ['initialflags', 'initialFlags'],
    ['INITIAL_FLAGS', 'initialFlags'],
    ['storPoll', 'storePoll'],
    ['prefx', 'prefix'],
    ['keyPrefix', 'prefix'],
    ['uri', 'url'],
  ])('for %s is %s', (given, meant) => {
    expect(nearestName(given, options)).toBe(meant);
  });

  it.each(['', 'x', 'database', 'x'.repeat(100_000)])('is undefined if no name resembles %p', (given) => {
    expect(nearestName(given.slice(0, 100_000), options)).toBeUndefined();
  });

  it('is the first of several that are equally similar', () => {
    expect(nearestName('cat', ['car', 'cap'])).toBe('car');
  });
});
