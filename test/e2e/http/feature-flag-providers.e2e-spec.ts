import { describe, expect, it } from '@jest/globals';
import { Inject, Injectable, Scope } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { FeatureFlag, RequireFlag } from '../../../lib/index.js';
import { adapters } from '../../support/http-app.js';
import { serviceApps } from './support/service-app.js';

describe.each(adapters)('A provider with gated methods in an application on $name', (adapter) => {
  const startWith = serviceApps(adapter);

  it('keeps its gates in a subclass that inherits the method, and in one with its own gates', async () => {
    @Injectable()
    class Checkout {
      @FeatureFlag('new_checkout', { fallback: 'legacy' })
      pay(): string {
        return 'new';
      }

      legacy(): string {
        return 'legacy';
      }
    }
    @Injectable()
    class GiftCheckout extends Checkout {
      @FeatureFlag('early_access', { fallback: () => 'plain' })
      wrap(): string {
        return 'golden';
      }

      @FeatureFlag('new_search', { fallback: () => 'never' })
      override pay(): string {
        return `gift ${super.pay()}`;
      }
    }
    const app = await startWith(GiftCheckout, (checkout) => [checkout.pay(), checkout.wrap()], [Checkout]);
    expect(await app.json('/answer', { user: 'ada' })).toEqual(['gift legacy', 'golden']);
    expect(await app.json('/answer', { user: 'bob' })).toEqual(['gift legacy', 'plain']);
    await app.flags.enable('new_checkout');
    expect(await app.json('/answer', { user: 'bob' })).toEqual(['gift new', 'plain']);
    expect(app.nest.get(Checkout).pay()).toBe('new');
  });

  it('keeps its gates in a subclass with its own constructor and property injections', async () => {
    @Injectable()
    class Currency {
      readonly name = 'EUR';
    }
    @Injectable()
    class Checkout {
      @Inject(Currency)
      protected readonly currency!: Currency;

      @RequireFlag('new_search')
      pay(): string {
        return this.currency.name;
      }
    }
    @Injectable()
    class GiftCheckout extends Checkout {
      constructor(@Inject(Currency) private readonly own: Currency) {
        super();
      }

      @RequireFlag('new_search')
      wrap(): string {
        return `${this.pay()} ${this.own.name}`;
      }
    }
    const app = await startWith(GiftCheckout, (checkout) => checkout.wrap(), [Currency]);
    expect(await app.text('/answer')).toBe('EUR EUR');
  });

  it('is gated when it is request-scoped', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Basket {
      constructor(@Inject(REQUEST) private readonly request: { readonly headers: Readonly<Record<string, string>> }) {}

      @FeatureFlag('early_access', { fallback: 'usual' })
      offers(): string {
        return `early ${this.request.headers['x-user-id']}`;
      }

      usual(): string {
        return `usual ${this.request.headers['x-user-id']}`;
      }
    }
    const app = await startWith(Basket, (basket) => basket.offers());
    expect(await app.text('/answer', { user: 'ada' })).toBe('early ada');
    expect(await app.text('/answer', { user: 'bob' })).toBe('usual bob');
  });

  it('is gated when it is transient', async () => {
    @Injectable({ scope: Scope.TRANSIENT })
    class Basket {
      @FeatureFlag('early_access', { fallback: () => 'usual' })
      offers(): string {
        return 'early';
      }
    }
    const app = await startWith(Basket, (basket) => basket.offers());
    expect(await app.text('/answer', { user: 'ada' })).toBe('early');
    expect(await app.text('/answer', { user: 'bob' })).toBe('usual');
  });

  it('reports that its object was not created by Nest', async () => {
    @Injectable()
    class Checkout {
      @RequireFlag('new_search')
      pay(): string {
        return 'paid';
      }
    }
    await startWith(Checkout, (checkout) => checkout.pay());
    expect(() => new Checkout().pay()).toThrow('Checkout.pay depends on flags, but none were injected');
    expect(() => Reflect.apply(Reflect.get(Checkout.prototype, 'pay'), undefined, [])).toThrow(
      'Checkout.pay depends on flags',
    );
  });

  it('fails the start when a fallback is not a method of the service', async () => {
    @Injectable()
    class Checkout {
      readonly legacy = 'not a method';

      @FeatureFlag('new_checkout', { fallback: 'legacy' })
      pay(): string {
        return 'paid';
      }
    }
    await expect(startWith(Checkout, (checkout) => checkout.pay())).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining('The fallback "legacy" of Checkout.pay is not a method of Checkout: add it.'),
    });
  });

  it('is rejected if the decorator is on anything but a method', () => {
    expect(() => {
      class Checkout {
        @FeatureFlag('new_checkout')
        get total(): number {
          return 1;
        }
      }
      return Checkout;
    }).toThrow('@FeatureFlag must be on a method; Checkout.total is a property or an accessor.');
  });
});
