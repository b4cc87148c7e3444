import { describe, expect, it } from '@jest/globals';
import { isText } from '../../../lib/internal/text.js';

describe('isText', () => {
  it.each([
    ['a word', 'ada'],
    ['the longest text', 'x'.repeat(8)],
    ['letters of any script', 'Ωμέγα'],
    ['an emoji, which is a pair of surrogates', '🚀'],
  ])('accepts %s', (_, value) => {
    expect(isText(value, 8)).toBe(true);
  });

  it.each([
    ['an empty string', ''],
    ['a text over the limit', 'x'.repeat(9)],
    ['a lone high surrogate', 'ada\uD800'],
    ['a lone low surrogate', '\uDC00ada'],
    ['surrogates in the wrong order', '\uDC00\uD800'],
    ['a number', 42],
    ['a String object', Object('ada')],
    ['null', null],
  ])('rejects %s', (_, value) => {
    expect(isText(value, 8)).toBe(false);
  });

  it('accepts an empty string if the bounds allow it', () => {
    expect(isText('', 8, 0)).toBe(true);
  });
});
