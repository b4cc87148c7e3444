import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Header,
  HttpCode,
  Injectable,
  StreamableFile,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { concat, delay, map, of, throwError, type Observable } from 'rxjs';
import { FlagInterceptor, FlagManager, type FlagDefinitions, type FlagRequirement } from '../../../lib/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

const flags: FlagDefinitions = {
  live_prices: false,
  premium: { type: 'user_attribute', attributes: { plan: 'gold' } },
  theme: { type: 'variant', variants: [{ name: 'modern', weight: 1 }] },
};

describe.each(adapters)('FlagInterceptor on $name', (adapter) => {
  const start = httpApps(adapter);

  const startPrices = (options?: { readonly fallback?: unknown }, requirement: FlagRequirement = 'live_prices') => {
    @Controller()
    class PricesController {
      @Get('prices')
      @UseInterceptors(FlagInterceptor(requirement, options))
      prices(): object {
        return { source: 'live' };
      }
    }
    return start(shop({ flags, controllers: [PricesController] }));
  };

  it.each<[string, unknown]>([
    ['a value', { source: 'cache' }],
    ['a function', () => ({ source: 'cache' })],
    ['a function that returns a promise', () => Promise.resolve({ source: 'cache' })],
    ['an async function that returns an Observable', async () => of({ source: 'cache' })],
    ['a function that returns an Observable', () => of({ source: 'cache' })],
    ['an Observable', of({ source: 'cache' })],
    ['an Observable that takes its time', of({ source: 'cache' }).pipe(delay(0))],
    ['an Observable of several values, of which the last counts', concat(of('old'), of({ source: 'cache' }))],
  ])('answers with the fallback when the flag is off: %s', async (_which, fallback) => {
    const app = await startPrices({ fallback });
    expect(await app.json('/prices')).toEqual({ source: 'cache' });
    expect(await app.json('/prices')).toEqual({ source: 'cache' });
    await app.flags.enable('live_prices');
    expect(await app.json('/prices')).toEqual({ source: 'live' });
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['zero', 0],
    ['an empty text', ''],
    ['false', false],
    ['a function that returns null', () => null],
    ['a function that returns nothing', () => {}],
  ])('returns a falsy fallback as it is: %s', async (_which, fallback) => {
    const served: unknown[] = [];
    @Injectable()
    class Recorder implements NestInterceptor {
      intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
        return next.handle().pipe(map((value) => ({ served: served.push(value) })));
      }
    }
    @Controller()
    class PricesController {
      @Get('prices')
      @UseInterceptors(Recorder, FlagInterceptor('live_prices', { fallback }))
      prices(): string {
        return 'live';
      }
    }
    const app = await start(shop({ flags, controllers: [PricesController] }));
    expect(await app.status('/prices')).toBe(200);
    expect(served).toEqual([typeof fallback === 'function' ? (fallback as () => unknown)() : fallback]);
  });

  it('passes the call to the fallback', async () => {
    const app = await startPrices({
      fallback: (context: ExecutionContext) => {
        const { url } = context.switchToHttp().getRequest<{ readonly url: string }>();
        return { source: `cache of ${context.getHandler().name}`, url };
      },
    });
    expect(await app.json('/prices?currency=EUR')).toEqual({
      source: 'cache of prices',
      url: '/prices?currency=EUR',
    });
  });

  it('answers like a missing route when the flag is off and there is no fallback', async () => {
    const app = await startPrices();
    expect(await app.ask('/prices')).toMatchObject({
      status: 404,
      text: expect.stringContaining('Cannot GET /prices') as unknown,
    });
  });

  it.each<[string, unknown]>([
    ['throws', () => { throw new Error('no cache'); }], // prettier-ignore
    ['rejects', () => Promise.reject(new Error('no cache'))],
    ['fails as an Observable', () => throwError(() => new Error('no cache'))],
  ])('fails the request when the fallback %s', async (_how, fallback) => {
    const app = await startPrices({ fallback });
    expect(await app.status('/prices')).toBe(500);
  });

  it('decides for the user of each request, by any requirement', async () => {
    const app = await startPrices(
      { fallback: { source: 'cache' } },
      { all: ['premium', { flag: 'theme', variant: 'modern' }] },
    );
    expect(await app.json('/prices', { user: 'ada', plan: 'gold' })).toEqual({ source: 'live' });
    expect(await app.json('/prices', { user: 'ada', plan: 'free' })).toEqual({ source: 'cache' });
    expect(await app.json('/prices')).toEqual({ source: 'cache' });
  });

  it('does not run the route that it replaces', async () => {
    let runs = 0;
    @Controller()
    class PricesController {
      @Get('prices')
      @UseInterceptors(FlagInterceptor('premium', { fallback: 'cache' }))
      prices(): string {
        runs++;
        return 'live';
      }
    }
    const app = await start(shop({ flags, controllers: [PricesController] }));
    expect(await app.text('/prices', { plan: 'free', user: 'ada' })).toBe('cache');
    expect(runs).toBe(0);
    expect(await app.text('/prices', { plan: 'gold', user: 'ada' })).toBe('live');
    expect(runs).toBe(1);
  });

  it('preserves other interceptors around it, and status and headers of the route', async () => {
    @Injectable()
    class EnvelopeInterceptor implements NestInterceptor {
      intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
        return next.handle().pipe(map((data: unknown) => ({ data })));
      }
    }
    @Injectable()
    class InnerInterceptor implements NestInterceptor {
      intercept(_context: ExecutionContext, next: CallHandler<string>): Observable<string> {
        return next.handle().pipe(map((text) => `${text} (fresh)`));
      }
    }
    @Controller()
    class PricesController {
      @Get('prices')
      @HttpCode(203)
      @Header('cache-control', 'no-store')
      @UseInterceptors(FlagInterceptor('live_prices', { fallback: 'cache' }), InnerInterceptor)
      prices(): string {
        return 'live';
      }
    }
    const providers = [{ provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor }];
    const app = await start(shop({ flags, providers, controllers: [PricesController] }));
    const off = await app.ask('/prices');
    expect(off).toMatchObject({ status: 203, text: '{"data":"cache"}' });
    expect(off.headers.get('cache-control')).toBe('no-store');
    await app.flags.enable('live_prices');
    expect(await app.ask('/prices')).toMatchObject({ status: 203, text: '{"data":"live (fresh)"}' });
  });

  it('gates a controller, and the whole application as APP_INTERCEPTOR', async () => {
    @Controller('prices')
    @UseInterceptors(FlagInterceptor('live_prices', { fallback: 'cache' }))
    class PricesController {
      @Get()
      prices(): string {
        return 'live';
      }
    }
    @Controller('items')
    class ItemsController {
      @Get()
      items(): string {
        return 'items';
      }
    }
    const providers = [{ provide: APP_INTERCEPTOR, useClass: FlagInterceptor('premium') }];
    const app = await start(shop({ flags, providers, controllers: [PricesController, ItemsController] }));
    const gold = { user: 'ada', plan: 'gold' };
    expect(await app.text('/prices', gold)).toBe('cache');
    expect(await app.text('/items', gold)).toBe('items');
    expect(await app.status('/prices')).toBe(404);
    expect(await app.status('/items')).toBe(404);
  });

  it('passes a StreamableFile through, from the route and from the fallback', async () => {
    @Injectable()
    class Catalogue {
      constructor(private readonly manager: FlagManager) {}

      file(): StreamableFile {
        const pages = ['first ', 'second ', this.manager.isEnabled('premium') ? 'premium' : 'third'];
        return new StreamableFile(Readable.from(pages.map((page) => Buffer.from(page))), { type: 'text/plain' });
      }
    }
    @Controller()
    class CatalogueController {
      constructor(private readonly catalogue: Catalogue) {}

      @Get('catalogue')
      @UseInterceptors(
        FlagInterceptor('live_prices', { fallback: () => new StreamableFile(Buffer.from('printed catalogue')) }),
      )
      download(): StreamableFile {
        return this.catalogue.file();
      }
    }
    const app = await start(shop({ flags, providers: [Catalogue], controllers: [CatalogueController] }));
    expect(await app.text('/catalogue')).toBe('printed catalogue');
    await app.flags.enable('live_prices');
    const response = await app.open('/catalogue', { user: 'ada', plan: 'gold' });
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(response.body === null ? '' : await textOf(response.body)).toBe('first second premium');
  });
});
