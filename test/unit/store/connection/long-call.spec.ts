import { describe, expect, it } from '@jest/globals';
import { appendTimeout, longTimeout } from '../../../../lib/store/connection/long-call.js';

describe('The timeout of an append', () => {
  it.each([
    [1, 2000],
    [1000, 2000],
    [1001, longTimeout(2000)],
  ])('depends on the number of entries: with %d, it is %d ms', (entries, timeout) => {
    expect(appendTimeout(entries, 2000)).toBe(timeout);
  });
});

describe('The timeout of reading everything', () => {
  it('is five times as long as that of other calls', () => {
    expect(longTimeout(2000)).toBe(10_000);
  });
});
