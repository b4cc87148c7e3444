import { describe, expect, it } from '@jest/globals';
import { didYouMean, nearestName } from '../../../lib/internal/nearest-name.js';

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

  it('is found among 10,000 names of 20 letters', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `flag_${index}`.padEnd(20, 'x'));
    expect(nearestName('new_checkout_2_bannr', [...names, 'new_checkout_2_banner'])).toBe('new_checkout_2_banner');
  });

  it('is searched for among a limited number of long names', () => {
    let compared = 0;
    function* names() {
      for (; ; compared++) yield 'y'.repeat(128);
    }
    expect(nearestName('x'.repeat(128), names())).toBeUndefined();
    expect(compared).toBeLessThan(1000);
  });
});

describe('The suggestion at the end of a message', () => {
  it('names the similar name', () => {
    expect(didYouMean('new_chekout', ['sale', 'new_checkout', 'new_search'])).toBe(' Did you mean "new_checkout"?');
  });

  it.each(['new_search', 'premium', 'x'])('is empty if no name resembles %p', (given) => {
    expect(didYouMean(given, ['sale', 'new_checkout'])).toBe('');
  });
});
