import { describe, expect, it } from '@jest/globals';
import { Injectable, Scope, type Type } from '@nestjs/common';
import { ContextIdFactory } from '@nestjs/core';
import {
  FeatureFlagsModule,
  FlagManager,
  MemoryProvider,
  RequireFlag,
  VariantHandler,
  WithFlagContext,
  type FeatureFlagsConfig,
  type FlagDefinitions,
} from '../../../lib/index.js';
import { checkoutTheme } from '../../support/checkout-theme.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { apps, shop } from './apps.js';

const { boot } = apps();

const initialFlags: FlagDefinitions = {
  sale: true,
  checkout_theme: checkoutTheme,
};

const bootWith = async (type: Type, config: FeatureFlagsConfig = {}) => {
  const logger = new RecordingLogger();
  const flags = FeatureFlagsModule.forRoot({ initialFlags, logger, ...config });
  const app = await boot(shop({ imports: [flags], providers: [type] }));
  return { app, logger, flags: app.get(FlagManager) };
};

interface User {
  readonly userId?: string;
}
const forUser = { context: (user: User) => user };

@Injectable()
class Checkout {
  protected readonly currency: string = 'EUR';

  @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'modernPage' }, forUser)
  page(_user: User, total: number): string {
    return `default ${total} ${this.currency}`;
  }

  classicPage(_user: User, total: number): string {
    return `classic ${total} ${this.currency}`;
  }

  modernPage(_user: User, total: number): string {
    return `modern ${total} ${this.currency}`;
  }
}

describe('A method with @VariantHandler', () => {
  it('runs the method of the variant, with the same arguments and the same object', async () => {
    const { app } = await bootWith(Checkout);
    const checkout = app.get(Checkout);
    expect(checkout.page({ userId: 'ada' }, 30)).toBe('modern 30 EUR');
    expect(checkout.page({ userId: 'bob' }, 40)).toBe('classic 40 EUR');
  });

  it('runs itself if no variant is served', async () => {
    const { app } = await bootWith(Checkout);
    expect(app.get(Checkout).page({}, 30)).toBe('default 30 EUR');
    const disabled = await bootWith(Checkout, { enabled: false });
    expect(disabled.app.get(Checkout).page({ userId: 'ada' }, 30)).toBe('default 30 EUR');
  });

  it('runs the default of its options if no variant is served', async () => {
    @Injectable()
    class Pages {
      @VariantHandler('checkout_theme', { classic: 'classic', modern: 'modern' }, { default: 'plain' })
      page(): string {
        return 'unused';
      }
      classic(): string {
        return 'classic';
      }
      modern(): string {
        return 'modern';
      }
      plain(): string {
        return 'plain';
      }
    }
    const { app } = await bootWith(Pages);
    expect(app.get(Pages).page()).toBe('plain');
  });

  it('serves the default variant of a flag that is off', async () => {
    const off = { ...checkoutTheme, enabled: false, defaultVariant: 'classic' } as const;
    const { app } = await bootWith(Checkout, { initialFlags: { checkout_theme: off } });
    expect(app.get(Checkout).page({ userId: 'ada' }, 30)).toBe('classic 30 EUR');
  });

  it('follows overrides at once', async () => {
    const { app, flags } = await bootWith(Checkout);
    await flags.setOverride('checkout_theme', 'classic');
    expect(app.get(Checkout).page({ userId: 'ada' }, 30)).toBe('classic 30 EUR');
  });

  it('returns a promise if it is async, even if the method of the variant is not', async () => {
    @Injectable()
    class Pages {
      @VariantHandler('checkout_theme', { classic: 'classic', modern: 'modern' }, forUser)
      async page(_user: User): Promise<string> {
        return await Promise.resolve('default');
      }
      classic(): never {
        throw new Error('out of stock');
      }
      async modern(): Promise<string> {
        return await Promise.resolve('modern');
      }
    }
    const { app } = await bootWith(Pages);
    await expect(app.get(Pages).page({ userId: 'ada' })).resolves.toBe('modern');
    await expect(app.get(Pages).page({ userId: 'bob' })).rejects.toThrow('out of stock');
  });

  it('obeys the gates of the methods of variants', async () => {
    @Injectable()
    class Pages {
      @VariantHandler('checkout_theme', { classic: 'classic', modern: 'modern' }, { default: 'modern' })
      page(): string {
        return 'unused';
      }
      classic(): string {
        return 'classic';
      }
      @RequireFlag('sale')
      modern(): string {
        return 'modern';
      }
    }
    const { app, flags } = await bootWith(Pages);
    expect(app.get(Pages).page()).toBe('modern');
    await flags.disable('sale');
    expect(() => app.get(Pages).page()).toThrow(expect.objectContaining({ code: 'FEATURE_FLAG_DISABLED' }));
  });

  it('is evaluated for the context of @WithFlagContext on the same method, above or below', async () => {
    @Injectable()
    class Pages {
      @WithFlagContext((user: User) => user)
      @VariantHandler('checkout_theme', { classic: 'classic', modern: 'modern' })
      below(_user: User): string {
        return 'default';
      }
      @VariantHandler('checkout_theme', { classic: 'classic', modern: 'modern' })
      @WithFlagContext((user: User) => user)
      above(_user: User): string {
        return 'default';
      }
      classic(): string {
        return 'classic';
      }
      modern(): string {
        return 'modern';
      }
    }
    const pages = (await bootWith(Pages)).app.get(Pages);
    const [ada, bob] = [{ userId: 'ada' }, { userId: 'bob' }];
    expect([pages.below(ada), pages.above(ada)]).toEqual(['modern', 'modern']);
    expect([pages.below(bob), pages.above(bob)]).toEqual(['classic', 'classic']);
  });

  it('runs the methods that a subclass overrides, and may be called by super', async () => {
    @Injectable()
    class GiftCheckout extends Checkout {
      protected override readonly currency = 'gift EUR';

      override page(user: User, total: number): string {
        return `gift: ${super.page(user, total)}`;
      }
      override modernPage(): string {
        return 'modern gift';
      }
    }
    const { app } = await bootWith(GiftCheckout);
    expect(app.get(GiftCheckout).page({ userId: 'ada' }, 30)).toBe('gift: modern gift');
    expect(app.get(GiftCheckout).page({ userId: 'bob' }, 30)).toBe('gift: classic 30 gift EUR');
  });

  it('runs the method of the variant on request-scoped and transient providers, and on objects from factories', async () => {
    class Scoped extends Checkout {}
    const flags = FeatureFlagsModule.forRoot({ initialFlags });
    const app = await boot(
      shop({
        imports: [flags],
        providers: [
          { provide: 'REQUEST', useClass: Scoped, scope: Scope.REQUEST },
          { provide: 'TRANSIENT', useClass: Scoped, scope: Scope.TRANSIENT },
          { provide: 'FACTORY', useFactory: () => new Scoped() },
          { provide: 'VALUE', useValue: new Scoped() },
        ],
      }),
    );
    const objects = [
      await app.resolve<Checkout>('REQUEST', ContextIdFactory.create()),
      await app.resolve<Checkout>('TRANSIENT'),
      app.get<Checkout>('FACTORY'),
      app.get<Checkout>('VALUE'),
    ];
    expect(objects.map((each) => each.page({ userId: 'ada' }, 1))).toStrictEqual(objects.map(() => 'modern 1 EUR'));
  });
});

describe('The boot check of @VariantHandler', () => {
  @Injectable()
  class Incomplete {
    @VariantHandler('checkout_theme', { classic: 'classic' }, forUser)
    page(_user: User): string {
      return 'default';
    }
    classic(): string {
      return 'classic';
    }
  }

  it('stops the boot with unknownFlags: error, and names the variant and the method', async () => {
    await expect(bootWith(Incomplete, { unknownFlags: 'error' })).rejects.toMatchObject({
      code: 'INVALID_GATE',
      message: expect.stringContaining('- variant "modern" of "checkout_theme" has no method in Incomplete.page'),
    });
  });

  it('warns by default, and runs the default for this variant', async () => {
    const { app, logger } = await bootWith(Incomplete);
    expect(logger.warnings).toEqual([expect.stringContaining('variant "modern" of "checkout_theme"')]);
    expect(logger.warnings).toEqual([expect.stringContaining('or else the decorated method itself')]);
    expect(app.get(Incomplete).page({ userId: 'ada' })).toBe('default');
  });

  it('logs nothing with unknownFlags: ignore, or if every variant has a method', async () => {
    expect((await bootWith(Incomplete, { unknownFlags: 'ignore' })).logger.lines).toStrictEqual([]);
    expect((await bootWith(Checkout, { unknownFlags: 'error' })).logger.lines).toStrictEqual([]);
  });

  it('names a flag that has no variants', async () => {
    @Injectable()
    class Pages {
      @VariantHandler('sale', { on: 'page2' })
      page() {}
      page2() {}
    }
    await expect(bootWith(Pages, { unknownFlags: 'error' })).rejects.toMatchObject({
      message: expect.stringContaining('"sale" is of type "boolean", without variants, but is used in Pages.page'),
    });
  });

  it('accepts any variant of a custom strategy', async () => {
    const { logger } = await bootWith(Incomplete, {
      initialFlags: { checkout_theme: { type: 'custom', strategy: 'moon' } },
      strategies: { moon: () => () => true },
      unknownFlags: 'error',
    });
    expect(logger.lines).toStrictEqual([]);
  });

  it('finds the flag if it is unknown', async () => {
    await expect(bootWith(Checkout, { initialFlags: {}, unknownFlags: 'error' })).rejects.toMatchObject({
      code: 'UNKNOWN_FLAG',
      message: expect.stringContaining('"checkout_theme", used by Checkout.page'),
    });
  });

  it.each(['error', 'warn', 'ignore'] as const)(
    'stops the boot if a method does not exist (%s)',
    async (unknownFlags) => {
      @Injectable()
      class Pages {
        @(VariantHandler('checkout_theme', { classic: 'clasic', modern: 'modern' }) as MethodDecorator)
        page() {}
        modern() {}
      }
      await expect(bootWith(Pages, { unknownFlags })).rejects.toMatchObject({
        code: 'INVALID_OPTIONS',
        message: expect.stringContaining('The variant method "clasic" of Pages.page is not a method of Pages: add it.'),
      });
    },
  );

  it('stops the boot if the methods form a cycle', async () => {
    @Injectable()
    class Pages {
      @VariantHandler('checkout_theme', { classic: 'other', modern: 'modern' })
      page() {}
      @VariantHandler('checkout_theme', { classic: 'page', modern: 'modern' })
      other() {}
      modern() {}
    }
    await expect(bootWith(Pages)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining('The variant method "other" of Pages.page leads back to Pages.page'),
    });
  });
});

describe('A variant that is added while the application runs', () => {
  it('runs the default and is reported once', async () => {
    const source = new MemoryProvider(initialFlags);
    const { app, flags, logger } = await bootWith(Checkout, { initialFlags: {}, providers: [source] });
    await flags.saveFlag('checkout_theme', {
      type: 'variant',
      variants: [{ name: 'bold', weight: 1 }],
    });
    const checkout = app.get(Checkout);
    expect(checkout.page({ userId: 'ada' }, 1)).toBe('default 1 EUR');
    expect(checkout.page({ userId: 'bob' }, 2)).toBe('default 2 EUR');
    expect(logger.warnings).toEqual([
      expect.stringContaining(
        'Flag "checkout_theme" serves the variant "bold", for which Checkout.page has no method, ' +
          'so the method of its "default" runs, or else the decorated method itself.',
      ),
    ]);
  });
});
