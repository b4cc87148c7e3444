import { describe, expect, it } from '@jest/globals';
import { VariantHandler } from '../../../../lib/nest/decorators/variant-handler.decorator.js';
import { withFlags } from '../../../../lib/testing/scope/with-flags.js';

const invalid = (message: RegExp) =>
  expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringMatching(message) });

describe('@VariantHandler', () => {
  it.each<[string, unknown, RegExp]>([
    ['a list', ['classicPage'], /The methods of @VariantHandler must be a plain object of method names by variant/],
    ['a map', new Map([['classic', 'classicPage']]), /must be a plain object/],
    ['a function', { classic: () => 'page' }, /Member "classic" of the methods of @VariantHandler must be a string/i],
    ['an empty name', { classic: '' }, /must be a string of 1 to 256 characters/],
    ['no variant', {}, /@VariantHandler needs the method of at least one variant/],
  ])('rejects %s instead of the names of methods', (_what, methods, message) => {
    expect(() => VariantHandler('theme', methods as never)).toThrow(invalid(message));
  });

  it('rejects unknown options and a default that is not a name', () => {
    const methods = { classic: 'classicPage' };
    expect(() => VariantHandler('theme', methods, { fallback: 'classicPage' } as never)).toThrow(invalid(/"fallback"/));
    expect(() => VariantHandler('theme', methods, { default: () => {} } as never)).toThrow(invalid(/"default"/));
    expect(() => VariantHandler('theme', methods, { context: {} } as never)).toThrow(invalid(/"context"/));
  });

  it('rejects an invalid key', () => {
    expect(() => VariantHandler('the theme', { classic: 'classicPage' })).toThrow(
      expect.objectContaining({ code: 'INVALID_FLAG_KEY' }),
    );
  });

  it('rejects a place that is not a method', () => {
    const decorate = VariantHandler('theme', { classic: 'classicPage' }) as unknown as ClassDecorator;
    class Pages {}
    expect(() => decorate(Pages)).toThrow(expect.objectContaining({ code: 'INVALID_GATE' }));
  });
});

describe('A class with @VariantHandler in a unit test', () => {
  class Pages {
    @VariantHandler('theme', { classic: 'classicPage', modern: 'modernPage' })
    page(): string {
      return 'default';
    }
    classicPage(): string {
      return 'classic';
    }
    modernPage(): string {
      return 'modern';
    }
  }

  it('runs the method of the variant that withFlags forces', () => {
    const pages = new Pages();
    expect(withFlags({ theme: 'modern' }, () => pages.page())).toBe('modern');
    expect(withFlags({ theme: 'classic' }, () => pages.page())).toBe('classic');
  });
});
