import { describe, expect, it } from '@jest/globals';
import { Injectable, Scope, type Type } from '@nestjs/common';
import { ContextIdFactory } from '@nestjs/core';
import { FeatureFlag, FeatureFlagsModule, FlagManager, RequireFlag } from '../../../lib/index.js';
import { apps, shop } from './apps.js';

const { boot } = apps();

const bootWith = async <T>(type: Type<T>) => {
  const flags = FeatureFlagsModule.forRoot({ initialFlags: { sale: true, gifts: true } });
  const app = await boot(shop({ imports: [flags], providers: [type] }));
  return { app, service: app.get(type), flags: app.get(FlagManager) };
};

describe('A gated method of an abstract class', () => {
  abstract class Prices {
    @FeatureFlag('sale', { fallback: 'listPrice' })
    price(): string {
      return `sale in ${this.currency()}`;
    }
    protected abstract currency(): string;
    listPrice(): string {
      return `list in ${this.currency()}`;
    }
  }

  it('is gated in each class that extends it, each of which may override the fallback', async () => {
    @Injectable()
    class EuroPrices extends Prices {
      protected override currency(): string {
        return 'EUR';
      }
      override listPrice(): string {
        return `own ${super.listPrice()}`;
      }
    }
    const { service, flags } = await bootWith(EuroPrices);
    expect(service.price()).toBe('sale in EUR');
    await flags.disable('sale');
    expect(service.price()).toBe('own list in EUR');
  });
});

describe('A gated method that a subclass overrides', () => {
  class Prices {
    @FeatureFlag('sale', { fallback: () => 'list' })
    price(): string {
      return 'sale';
    }
  }

  it('is not gated without a decorator of its own, except where it calls super', async () => {
    @Injectable()
    class MemberPrices extends Prices {
      override price(): string {
        return 'member';
      }
      basePrice(): string {
        return super.price();
      }
    }
    const { service, flags } = await bootWith(MemberPrices);
    await flags.disable('sale');
    expect([service.price(), service.basePrice()]).toEqual(['member', 'list']);
  });

  it('passes its own gate first, then that of the method that it calls by super', async () => {
    @Injectable()
    class GiftPrices extends Prices {
      @FeatureFlag('gifts', { fallback: () => 'no gifts' })
      override price(): string {
        return `gift ${super.price()}`;
      }
    }
    const { service, flags } = await bootWith(GiftPrices);
    expect(service.price()).toBe('gift sale');
    await flags.disable('sale');
    expect(service.price()).toBe('gift list');
    await flags.disable('gifts');
    expect(service.price()).toBe('no gifts');
  });
});

/** Adds a gated method to a class. */
// oxlint-disable-next-line typescript/no-explicit-any -- TypeScript demands it of mixins
function withGifts<Base extends new (...args: any[]) => object>(base: Base) {
  class WithGifts extends base {
    @RequireFlag('gifts')
    wrap(): string {
      return 'wrapped';
    }
  }
  return WithGifts;
}

describe('A gated method of a mixin', () => {
  class Shelf {
    @FeatureFlag('sale', { fallback: () => 'list' })
    price(): string {
      return 'sale';
    }
  }

  it('is gated, beside those of the class that it extends', async () => {
    @Injectable()
    class GiftShelf extends withGifts(Shelf) {}
    const { service, flags } = await bootWith(GiftShelf);
    expect([service.wrap(), service.price()]).toEqual(['wrapped', 'sale']);
    await flags.disable('gifts');
    await flags.disable('sale');
    expect(() => service.wrap()).toThrow(expect.objectContaining({ code: 'FEATURE_FLAG_DISABLED' }));
    expect(service.price()).toBe('list');
  });

  it('is gated in each of several classes', async () => {
    @Injectable()
    class Boxes extends withGifts(class {}) {}
    @Injectable()
    class Bags extends withGifts(class {}) {}
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { gifts: true } });
    const app = await boot(shop({ imports: [flags], providers: [Boxes, Bags] }));
    expect([app.get(Boxes).wrap(), app.get(Bags).wrap()]).toEqual(['wrapped', 'wrapped']);
  });
});

describe('A gated method of a provider of any scope', () => {
  it.each([
    ['default', Scope.DEFAULT, false],
    ['request', Scope.REQUEST, false],
    ['request, durable', Scope.REQUEST, true],
    ['transient', Scope.TRANSIENT, false],
  ])('evaluates its flag at each call (%s)', async (_name, scope, durable) => {
    @Injectable({ scope, durable })
    class Prices {
      @FeatureFlag('sale', { fallback: () => 'list' })
      price(): string {
        return 'sale';
      }
    }
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { sale: true } });
    const app = await boot(shop({ imports: [flags], providers: [Prices] }));
    const prices = scope === Scope.DEFAULT ? app.get(Prices) : await app.resolve(Prices, ContextIdFactory.create());
    expect(prices.price()).toBe('sale');
    await app.get(FlagManager).disable('sale');
    expect(prices.price()).toBe('list');
  });
});
