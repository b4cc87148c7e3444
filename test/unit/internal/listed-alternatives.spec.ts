import { describe, expect, it } from '@jest/globals';
import { listedAlternatives } from '../../../lib/internal/listed-alternatives.js';

describe('A list of alternatives', () => {
  it.each([
    [['strict'], '"strict"'],
    [['strict', 'lax'], '"strict" or "lax"'],
    [['strict', 'lax', 'none'], '"strict", "lax" or "none"'],
    [[true, 0], 'true or 0'],
  ])('shows %j as %s', (values, text) => {
    expect(listedAlternatives(values)).toBe(text);
  });
});
