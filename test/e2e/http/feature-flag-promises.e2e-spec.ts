import { describe, expect, it } from '@jest/globals';
import { Injectable, type Type } from '@nestjs/common';
import { firstValueFrom, of, type Observable } from 'rxjs';
import { FeatureFlag, FeatureFlagDisabledError, FlagDisabledHandler, RequireFlag } from '../../../lib/index.js';
import { adapters } from '../../support/http-app.js';
import { serviceApps } from './support/service-app.js';

/** What a caller saw of a call: how it ended, and when. */
function outcomeOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return { thrown: error };
  }
}

describe.each(adapters)('A gated method of an application on $name', (adapter) => {
  const startWith = serviceApps(adapter);

  it('throws from a synchronous method that is off', async () => {
    @Injectable()
    class Checkout {
      @RequireFlag('new_checkout')
      pay(): string {
        return 'paid';
      }
    }
    const app = await startWith(Checkout, (checkout) => checkout.pay());
    expect(() => app.nest.get(Checkout).pay()).toThrow(FeatureFlagDisabledError);
    expect(await app.status('/answer')).toBe(404);
    await app.flags.enable('new_checkout');
    expect(await app.text('/answer')).toBe('paid');
  });

  it.each<[string, () => Type<{ pay(): Promise<string> }>]>([
    [
      'an async method',
      () => {
        class Checkout {
          @RequireFlag('new_checkout')
          async pay(): Promise<string> {
            return 'paid';
          }
        }
        return Checkout;
      },
    ],
    [
      'a method that is declared to return a promise',
      () => {
        class Checkout {
          @RequireFlag('new_checkout')
          pay(): Promise<string> {
            return Promise.resolve('paid');
          }
        }
        return Checkout;
      },
    ],
    [
      'an async method without a declared type',
      () => {
        class Checkout {
          @RequireFlag('new_checkout')
          async pay() {
            return 'paid';
          }
        }
        return Checkout;
      },
    ],
    [
      'an async method that is gated twice',
      () => {
        class Checkout {
          @RequireFlag('new_checkout')
          @RequireFlag('new_search')
          async pay() {
            return 'paid';
          }
        }
        return Checkout;
      },
    ],
    [
      'an async method whose fallback throws',
      () => {
        class Checkout {
          @FeatureFlag('new_checkout', {
            fallback: () => {
              throw new FeatureFlagDisabledError(['legacy']);
            },
          })
          async pay() {
            return 'paid';
          }
        }
        return Checkout;
      },
    ],
    [
      'an async method that nobody can tell the context of',
      () => {
        class Checkout {
          @RequireFlag('new_checkout', {
            context: () => {
              throw new FeatureFlagDisabledError(['new_checkout']);
            },
          })
          async pay() {
            return 'paid';
          }
        }
        return Checkout;
      },
    ],
  ])('rejects, and never throws synchronously, from %s', async (_which, checkout) => {
    const Checkout = checkout();
    const app = await startWith(Checkout, (service) => service.pay());
    const outcome = outcomeOf(() => app.nest.get(Checkout).pay());
    expect(outcome).toBeInstanceOf(Promise);
    await expect(outcome).rejects.toThrow(FeatureFlagDisabledError);
    expect(await app.status('/answer')).toBe(404);
  });

  it('throws from a synchronous method even when the handler answers later, because a promise would be truthy', async () => {
    class LateHandler extends FlagDisabledHandler {
      handle(): Promise<Error> {
        return Promise.resolve(new Error('too late'));
      }
    }
    @Injectable()
    class Checkout {
      @RequireFlag('new_checkout')
      isAllowed(): boolean {
        return true;
      }
    }
    const app = await startWith(Checkout, (checkout) => checkout.isAllowed(), [], { disabledHandler: LateHandler });
    expect(() => app.nest.get(Checkout).isAllowed()).toThrow(FeatureFlagDisabledError);
  });

  it('returns a promise from an async method even when its fallback is synchronous', async () => {
    @Injectable()
    class Checkout {
      @FeatureFlag('new_checkout', { fallback: () => 'legacy' })
      async pay(): Promise<string> {
        return 'paid';
      }
    }
    const app = await startWith(Checkout, (checkout) => checkout.pay().then((text) => text.toUpperCase()));
    expect(await app.text('/answer')).toBe('LEGACY');
  });

  it('returns what the method returns unchanged, an Observable included', async () => {
    @Injectable()
    class Prices {
      @FeatureFlag('new_search', { fallback: 'cached' })
      live(): Observable<string> {
        return of('live');
      }

      cached(): Observable<string> {
        return of('cached');
      }
    }
    const app = await startWith(Prices, (prices) => prices.live());
    expect(await app.text('/answer')).toBe('live');
    await app.flags.disable('new_search');
    expect(await app.text('/answer')).toBe('cached');
    expect(await firstValueFrom(app.nest.get(Prices).live())).toBe('cached');
  });
});
