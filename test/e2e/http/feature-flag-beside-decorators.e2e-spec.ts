import { describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Injectable,
  Param,
  Post,
  Query,
  SetMetadata,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type NestInterceptor,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { FeatureFlag, FlagEnabled, FlagGuard, RequireFlag, type FlagDefinitions } from '../../../lib/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

const flags: FlagDefinitions = {
  new_checkout: false,
  new_search: true,
  early_access: { type: 'user_list', users: ['ada'] },
  premium: { type: 'user_attribute', attributes: { plan: 'gold' } },
};

describe.each(adapters)('@FeatureFlag beside the decorators of Nest on $name', (adapter) => {
  const start = httpApps(adapter);

  it('passes a fallback the same parameters and the same controller', async () => {
    @Controller()
    class OrdersController {
      private readonly currency = 'EUR';

      @Post('orders/:id')
      @FeatureFlag('new_checkout', { fallback: 'legacy' })
      place(@Param('id') id: string, @Query('coupon') coupon: string, @Body() cart: { total: number }): string {
        return `new ${id} ${coupon} ${cart.total} ${this.currency}`;
      }

      legacy(id: string, coupon: string, cart: { total: number }): string {
        return `legacy ${id} ${coupon} ${cart.total} ${this.currency}`;
      }
    }
    const app = await start(shop({ flags, controllers: [OrdersController] }));
    expect(await app.post('/orders/7?coupon=SPRING', { total: 30 })).toBe('legacy 7 SPRING 30 EUR');
    await app.flags.enable('new_checkout');
    expect(await app.post('/orders/7?coupon=SPRING', { total: 30 })).toBe('new 7 SPRING 30 EUR');
  });

  it('accepts a place above the decorators of a route', async () => {
    @Controller()
    class SearchController {
      @FeatureFlag('new_search', { fallback: 'legacy' })
      @RequireFlag('early_access')
      @Get('search')
      @HttpCode(202)
      @Header('x-engine', 'new')
      search(@Query('q') query: string): string {
        return `new ${query}`;
      }

      legacy(query: string): string {
        return `legacy ${query}`;
      }
    }
    const app = await start(shop({ flags, controllers: [SearchController] }));
    const answer = await app.ask('/search?q=tea', { user: 'ada' });
    expect(answer).toMatchObject({ status: 202, text: 'new tea' });
    expect(answer.headers.get('x-engine')).toBe('new');
    expect(await app.status('/search?q=tea', { user: 'bob' })).toBe(404);
    await app.flags.disable('new_search');
    expect(await app.ask('/search?q=tea', { user: 'bob' })).toMatchObject({ status: 202, text: 'legacy tea' });
  });

  it('accepts a place below the decorators of a route', async () => {
    @Controller()
    class SearchController {
      @Get('search')
      @HttpCode(202)
      @Header('x-engine', 'new')
      @FeatureFlag('new_search', { fallback: 'legacy' })
      @RequireFlag('early_access')
      search(@Query('q') query: string): string {
        return `new ${query}`;
      }

      legacy(query: string): string {
        return `legacy ${query}`;
      }
    }
    const app = await start(shop({ flags, controllers: [SearchController] }));
    expect(await app.ask('/search?q=tea', { user: 'ada' })).toMatchObject({ status: 202, text: 'new tea' });
    expect(await app.status('/search?q=tea', { user: 'bob' })).toBe(404);
    await app.flags.disable('new_search');
    expect(await app.ask('/search?q=tea', { user: 'bob' })).toMatchObject({ status: 202, text: 'legacy tea' });
  });

  it('keeps guards and interceptors of the route, above and below it', async () => {
    @Injectable()
    class NoGuestsGuard implements CanActivate {
      canActivate(context: Parameters<CanActivate['canActivate']>[0]): boolean {
        return context.switchToHttp().getRequest<{ readonly user?: object }>().user !== undefined;
      }
    }
    @Injectable()
    class ShoutingInterceptor implements NestInterceptor {
      intercept(_context: unknown, next: CallHandler<string>): Observable<string> {
        return next.handle().pipe(map((text) => `${text}!`));
      }
    }
    @Controller()
    class CheckoutController {
      @UseGuards(NoGuestsGuard)
      @FeatureFlag('early_access', { fallback: 'legacy' })
      @UseInterceptors(ShoutingInterceptor)
      @Get('above')
      above(): string {
        return 'new';
      }

      @UseInterceptors(ShoutingInterceptor)
      @Get('below')
      @FeatureFlag('early_access', { fallback: 'legacy' })
      @UseGuards(NoGuestsGuard, FlagGuard('new_search'))
      below(): string {
        return 'new';
      }

      legacy(): string {
        return 'legacy';
      }
    }
    const app = await start(shop({ flags, controllers: [CheckoutController] }));
    for (const path of ['/above', '/below']) {
      expect(await app.text(path, { user: 'ada' })).toBe('new!');
      expect(await app.text(path, { user: 'bob' })).toBe('legacy!');
      expect(await app.status(path)).toBe(403);
    }
  });

  it('keeps the name, the length and the metadata of the method', () => {
    class SearchController {
      @SetMetadata('above', 1)
      @FeatureFlag('new_search')
      @SetMetadata('below', 2)
      search(@Query('q') _query: string, _page: number): string {
        return '';
      }
    }
    const search: unknown = Reflect.get(SearchController.prototype, 'search');
    if (typeof search !== 'function') throw new TypeError('The method is gone');
    expect(search.name).toBe('search');
    expect(search).toHaveLength(2);
    expect(Reflect.getMetadata('above', search)).toBe(1);
    expect(Reflect.getMetadata('below', search)).toBe(2);
    expect(Reflect.getMetadata('design:paramtypes', SearchController.prototype, 'search')).toEqual([String, Number]);
  });

  it('passes flag parameters to the route and to its fallback', async () => {
    @Controller()
    class CheckoutController {
      @Get('checkout')
      @FeatureFlag('new_checkout', { fallback: 'legacy' })
      checkout(@FlagEnabled('early_access') early: boolean): string {
        return `new ${early}`;
      }

      legacy(early: boolean): string {
        return `legacy ${early}`;
      }
    }
    const app = await start(shop({ flags, controllers: [CheckoutController] }));
    expect(await app.text('/checkout', { user: 'ada' })).toBe('legacy true');
    expect(await app.text('/checkout', { user: 'bob' })).toBe('legacy false');
  });
});
