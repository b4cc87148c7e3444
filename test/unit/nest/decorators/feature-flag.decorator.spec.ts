import { describe, expect, it } from '@jest/globals';
import { FeatureFlag } from '../../../../lib/nest/decorators/feature-flag.decorator.js';

class LegacyPrices {}

describe('The fallback of @FeatureFlag', () => {
  it.each<[string, unknown]>([
    ['the name of a method', 'legacyPrice'],
    ['a function', () => 40],
    ['nothing', undefined],
  ])('may be %s', (_, fallback) => {
    expect(FeatureFlag('sale', { fallback } as never)).toEqual(expect.any(Function));
  });

  it.each<[string, unknown]>([
    ['a class', LegacyPrices],
    ['an empty name', ''],
    ['a name that is too long', 'x'.repeat(257)],
    ['a value', 40],
    ['null', null],
    ['an object', { price: 40 }],
  ])('is rejected in the decorator when it is %s', (_, fallback) => {
    expect(() => FeatureFlag('sale', { fallback } as never)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringMatching(/"fallback" of @FeatureFlag must be the name of a method or a function/),
      }),
    );
  });
});
