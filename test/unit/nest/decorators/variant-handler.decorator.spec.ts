import { describe, expect, it } from '@jest/globals';
import { FeatureFlag, RequireFlag } from '../../../../lib/nest/decorators/feature-flag.decorator.js';
import { VariantHandler } from '../../../../lib/nest/decorators/variant-handler.decorator.js';
import { WithFlagContext } from '../../../../lib/nest/decorators/with-flag-context.decorator.js';
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

const context = () => ({ userId: 'ada' });

describe('@VariantHandler above a gate on the same method', () => {
  const route = VariantHandler('theme', { classic: 'classicPage' }) as MethodDecorator;

  it.each<[string, readonly MethodDecorator[]]>([
    ['@RequireFlag', [RequireFlag('sale')]],
    ['a gate with a fallback', [FeatureFlag('sale', { fallback: () => 'closed' })]],
    ['a gate that skips the call', [RequireFlag('sale', { onDisabled: 'skip' })]],
    ['a gate with a context of its own', [RequireFlag('sale', { context })]],
    ['a gate with @WithFlagContext between them', [RequireFlag('sale'), WithFlagContext(context)]],
  ])('is rejected, because it would skip %s', (_what, below) => {
    class Pages {
      page() {}
    }
    const descriptor = Object.getOwnPropertyDescriptor(Pages.prototype, 'page') ?? {};
    for (const decorate of below) decorate(Pages.prototype, 'page', descriptor);
    expect(() => void route(Pages.prototype, 'page', descriptor)).toThrow(
      expect.objectContaining({
        code: 'INVALID_GATE',
        message: expect.stringContaining('The gate on Pages.page is below @VariantHandler'),
      }),
    );
  });

  it('is accepted on a method that overrides one with a gate', () => {
    class Shop {
      @RequireFlag('sale')
      page() {}
    }
    expect(() => {
      class GiftShop extends Shop {
        @VariantHandler('theme', { classic: 'classicPage' })
        override page() {}
        classicPage() {}
      }
      return GiftShop;
    }).not.toThrow();
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
