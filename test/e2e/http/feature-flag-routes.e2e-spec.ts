import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Param } from '@nestjs/common';
import { FeatureFlag, RequireFlag, type FlagDefinitions } from '../../../lib/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

const flags: FlagDefinitions = {
  new_checkout: false,
  new_search: true,
  early_access: { type: 'user_list', users: ['ada'] },
  premium: { type: 'user_attribute', attributes: { plan: 'gold' } },
};

describe.each(adapters)('@FeatureFlag on routes on $name', (adapter) => {
  const start = httpApps(adapter);

  it('runs the route for users for whom the flag is on, and the fallback for others', async () => {
    @Controller()
    class CheckoutController {
      @Get('checkout')
      @FeatureFlag('early_access', { fallback: 'legacy' })
      checkout(): string {
        return 'new checkout';
      }

      legacy(): string {
        return 'legacy checkout';
      }
    }
    const app = await start(shop({ flags, controllers: [CheckoutController] }));
    expect(await app.text('/checkout', { user: 'ada' })).toBe('new checkout');
    expect(await app.text('/checkout', { user: 'bob' })).toBe('legacy checkout');
    expect(await app.text('/checkout')).toBe('legacy checkout');
  });

  it('waits for asynchronous routes and fallbacks', async () => {
    @Controller()
    class CheckoutController {
      @Get('checkout')
      @FeatureFlag('early_access', { fallback: 'legacy' })
      async checkout(): Promise<string> {
        return await Promise.resolve('new checkout');
      }

      async legacy(): Promise<string> {
        return await Promise.resolve('legacy checkout');
      }
    }
    const app = await start(shop({ flags, controllers: [CheckoutController] }));
    expect(await app.text('/checkout', { user: 'ada' })).toBe('new checkout');
    expect(await app.text('/checkout', { user: 'bob' })).toBe('legacy checkout');
  });

  it('accepts a function as the fallback', async () => {
    @Controller()
    class OrdersController {
      readonly currency: string = 'EUR';

      @Get('orders/:id')
      @FeatureFlag('new_checkout', {
        fallback(this: OrdersController, id: string) {
          return `legacy ${id} ${this.currency}`;
        },
      })
      find(@Param('id') id: string): string {
        return `new ${id}`;
      }
    }
    const app = await start(shop({ flags, controllers: [OrdersController] }));
    expect(await app.text('/orders/7')).toBe('legacy 7 EUR');
  });

  it('gates two routes of one controller by separate flags', async () => {
    @Controller()
    class ShopController {
      @Get('preview')
      @RequireFlag('early_access')
      preview(): string {
        return 'preview';
      }

      @Get('offers')
      @RequireFlag('premium')
      async offers(): Promise<string> {
        return 'offers';
      }

      @Get('items')
      items(): string {
        return 'items';
      }
    }
    const app = await start(shop({ flags, controllers: [ShopController] }));
    const statuses = async (user: string, plan: string) =>
      await Promise.all(['/preview', '/offers', '/items'].map((path) => app.status(path, { user, plan })));
    expect(await statuses('ada', 'free')).toEqual([200, 404, 200]);
    expect(await statuses('bob', 'gold')).toEqual([404, 200, 200]);
  });

  it('decides again for each request', async () => {
    @Controller()
    class CheckoutController {
      @Get('checkout')
      @RequireFlag('new_checkout')
      checkout(): string {
        return 'new checkout';
      }
    }
    const app = await start(shop({ flags, controllers: [CheckoutController] }));
    expect(await app.status('/checkout')).toBe(404);
    await app.flags.enable('new_checkout');
    expect(await app.status('/checkout')).toBe(200);
    await app.flags.clearOverride('new_checkout');
    expect(await app.status('/checkout')).toBe(404);
  });

  it('is inherited by a subclass of the controller, which may add its own gates', async () => {
    abstract class Pages {
      @Get('preview')
      @FeatureFlag('early_access', { fallback: 'nothing' })
      preview(): string {
        return `preview of ${this.title()}`;
      }

      nothing(): string {
        return `nothing of ${this.title()}`;
      }

      protected abstract title(): string;
    }
    @Controller('books')
    class BooksController extends Pages {
      @Get('offers')
      @RequireFlag('premium')
      offers(): string {
        return 'offers';
      }

      protected title(): string {
        return 'books';
      }
    }
    @Controller('music')
    class MusicController extends Pages {
      override nothing(): string {
        return 'silence';
      }

      protected title(): string {
        return 'music';
      }
    }
    const app = await start(shop({ flags, controllers: [BooksController, MusicController] }));
    expect(await app.text('/books/preview', { user: 'ada' })).toBe('preview of books');
    expect(await app.text('/books/preview', { user: 'bob' })).toBe('nothing of books');
    expect(await app.text('/music/preview', { user: 'ada' })).toBe('preview of music');
    expect(await app.text('/music/preview', { user: 'bob' })).toBe('silence');
    expect(await app.status('/books/offers', { user: 'ada', plan: 'gold' })).toBe(200);
    expect(await app.status('/books/offers', { user: 'ada', plan: 'free' })).toBe(404);
  });

  it('evaluates for the context that its "context" option returns from the parameters', async () => {
    @Controller()
    class PreviewController {
      @Get('preview/:customer')
      @FeatureFlag('early_access', {
        context: (customer: string) => ({ userId: customer }),
        fallback: () => 'not yet',
      })
      preview(@Param('customer') _customer: string): string {
        return 'preview';
      }
    }
    const app = await start(shop({ flags, controllers: [PreviewController] }));
    expect(await app.text('/preview/ada', { user: 'staff' })).toBe('preview');
    expect(await app.text('/preview/bob', { user: 'ada' })).toBe('not yet');
  });

  it('fails the start when a fallback is not a method of the controller', async () => {
    @Controller()
    class CheckoutController {
      @Get('checkout')
      @FeatureFlag('new_checkout', { fallback: 'legacyCheckout' })
      checkout(): string {
        return 'new checkout';
      }
    }
    await expect(start(shop({ flags, controllers: [CheckoutController] }))).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(
        /^The fallback "legacyCheckout" of CheckoutController\.checkout is not a method of CheckoutController: add it\. See /,
      ),
    });
  });
});
