import { describe, expect, it } from '@jest/globals';
import { listedAlternatives } from '../../../lib/internal/listed-alternatives.js';

describe('Alternatives in a message', () => {
  it.each([
    [['strict'], '"strict"'],
    [['strict', 'lax'], '"strict" or "lax"'],
    [['strict', 'lax', 'none'], '"strict", "lax" or "none"'],
    [[true, 0], 'true or 0'],
  ])('list %j as %s', (values, text) => {
    expect(listedAlternatives(values)).toBe(text);
  });
});
