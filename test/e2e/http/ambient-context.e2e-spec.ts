import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import {
  Catch,
  Controller,
  Get,
  Injectable,
  Post,
  Query,
  Req,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type Observable } from 'rxjs';
import {
  CurrentFlagContext,
  FlagContextInterceptor,
  FlagContexts,
  FlagGuard,
  type FlagContext,
  type FlagRequest,
} from '../../../lib/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';
import { Signal } from './support/signal.js';
import { turns } from './support/turns.js';
import { Whoami, whoami, whoamiFlags as flags } from './support/whoami.js';

describe.each(adapters)('The context of a request, in services on $name,', (adapter) => {
  const start = httpApps(adapter);

  it.each<[string, unknown]>([
    ['the default resolver', undefined],
    ['a function', ({ user }: FlagRequest) => ({ userId: (user as { id: string }).id })],
    [
      'an asynchronous resolver with a cacheKey',
      {
        resolve: async ({ user }: FlagRequest) => {
          await turns(1);
          return { userId: (user as { id: string }).id };
        },
        cacheKey: ({ user }: FlagRequest) => (user as { id: string }).id,
      },
    ],
  ])(
    'is available to guards, interceptors, pipes, handlers and exception filters, with %s',
    async (_which, resolver) => {
      const seen: Record<string, string> = {};
      @Injectable()
      class SeeingGuard implements CanActivate {
        constructor(private readonly service: Whoami) {}

        canActivate(): boolean {
          seen['guard'] = this.service.name();
          return true;
        }
      }
      @Injectable()
      class SeeingInterceptor implements NestInterceptor {
        constructor(private readonly service: Whoami) {}

        intercept(_context: unknown, next: CallHandler): Observable<unknown> {
          seen['interceptor'] = this.service.name();
          return next.handle();
        }
      }
      @Injectable()
      class SeeingPipe implements PipeTransform {
        constructor(private readonly service: Whoami) {}

        transform(value: unknown): unknown {
          seen['pipe'] = this.service.name();
          return value;
        }
      }
      @Catch()
      class SeeingFilter implements ExceptionFilter {
        constructor(
          private readonly service: Whoami,
          private readonly host: HttpAdapterHost,
        ) {}

        catch(_error: unknown, host: ArgumentsHost): void {
          seen['filter'] = this.service.name();
          this.host.httpAdapter.reply(host.switchToHttp().getResponse<object>(), 'failed', 500);
        }
      }
      @Controller()
      class FailingController {
        constructor(private readonly service: Whoami) {}

        @Get('fail')
        @UseGuards(FlagGuard('always'), SeeingGuard) // the first one has waited for the context
        @UseInterceptors(SeeingInterceptor)
        @UsePipes(SeeingPipe)
        @UseFilters(SeeingFilter)
        async fail(@Query('q') _query: string): Promise<never> {
          seen['handler'] = this.service.name();
          await turns(1);
          throw new Error('out of stock');
        }
      }
      const options = resolver === undefined ? {} : { contextResolver: resolver as () => FlagContext };
      const app = await start(shop({ flags, options, providers: [Whoami], controllers: [FailingController] }));
      expect(await app.ask('/fail?q=tea', { user: 'ada' })).toMatchObject({ status: 500, text: 'failed' });
      expect(seen).toEqual({ guard: 'ada', interceptor: 'ada', pipe: 'ada', handler: 'ada', filter: 'ada' });
    },
  );

  it('survives awaits, timers and events', async () => {
    const app = await start(shop(whoami));
    expect(await app.json('/late', { user: 'ada' })).toEqual(['ada', 'ada', 'ada', 'ada', 'ada']);
  });

  it('is available when an Observable of the handler emits', async () => {
    const app = await start(shop(whoami));
    expect(await app.text('/observable', { user: 'ada' })).toBe('ada');
    expect(await app.text('/observable')).toBe('nobody');
  });

  it('is available after a JSON body was parsed', async () => {
    const app = await start(shop(whoami));
    expect(await app.post('/body', { items: [1, 2] }, { user: 'ada' })).toBe('ada ada 2');
    expect(await app.post('/body', { items: [] })).toBe('nobody nobody 0');
  });

  it('is available after a body that arrives in many pieces', async () => {
    const app = await start(shop(whoami));
    const items = Array.from({ length: 500 }, (_, index) => `item ${index} ${'x'.repeat(100)}`);
    const json = JSON.stringify({ items });
    const request = httpRequest(`${app.url}/body`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-user-id': 'ada' },
    });
    const answer = once(request, 'response');
    for (let from = 0; from < json.length; from += 5000) {
      request.write(json.slice(from, from + 5000));
      await turns(2);
    }
    request.end();
    const [response] = (await answer) as [NodeJS.ReadableStream];
    expect(await textOf(response)).toBe('ada ada 500');
  });

  it('does not exist outside requests', async () => {
    const app = await start(shop(whoami));
    const service = app.nest.get(Whoami);
    expect(service.isEarly()).toBe(false);
    expect(app.nest.get(FlagContexts).ambient()).toBeUndefined();
    await app.text('/name', { user: 'ada' });
    expect(app.nest.get(FlagContexts).ambient()).toBeUndefined();
    expect(service.isEarly()).toBe(false);
  });

  it('follows work that a request has started and does not wait for', async () => {
    const sent = new Signal<string>('The mail was sent');
    @Controller()
    class MailController {
      constructor(private readonly service: Whoami) {}

      @Post('mails')
      send(): string {
        void turns(5).then(() => sent.give(this.service.name()));
        return 'queued';
      }
    }
    const app = await start(shop({ flags, providers: [Whoami], controllers: [MailController] }));
    expect(await app.text('/mails', { method: 'POST', user: 'ada' })).toBe('queued');
    expect(await sent.wait()).toBe('ada');
  });

  it('is fixed by an interceptor or parameter; without either, the default resolver reads the user of the moment', async () => {
    @Controller()
    class AccountController {
      constructor(private readonly service: Whoami) {}

      @Get('plain')
      plain(@Req() request: { user: unknown }): string[] {
        return this.#namesAround(request);
      }

      @Get('intercepted')
      @UseInterceptors(FlagContextInterceptor)
      intercepted(@Req() request: { user: unknown }): string[] {
        return this.#namesAround(request);
      }

      @Get('parameter')
      withParameter(@Req() request: { user: unknown }, @CurrentFlagContext() _context: FlagContext): string[] {
        return this.#namesAround(request);
      }

      /** The names before and after the handler changes the user. */
      #namesAround(request: { user: unknown }): string[] {
        const before = this.service.name();
        request.user = { id: 'bob' };
        return [before, this.service.name()];
      }
    }
    const app = await start(shop({ flags, providers: [Whoami], controllers: [AccountController] }));
    const [plain, ...fixed] = await Promise.all(
      ['/plain', '/intercepted', '/parameter'].map((path) => app.text(path, { user: 'ada' })),
    );
    expect(plain).toBe('["ada","bob"]');
    expect(fixed).toEqual(['["ada","ada"]', '["ada","ada"]']);
  });

  it('is dropped when the application is closed, so that remaining work has no context', async () => {
    const started = new Signal('The work was started');
    const closed = new Signal('The application was closed');
    const finished = new Signal<(string | undefined)[]>('The work was finished');
    @Controller()
    class MailController {
      constructor(private readonly contexts: FlagContexts) {}

      @Post('mails')
      send(): string {
        void this.#sendLater();
        return 'queued';
      }

      async #sendLater(): Promise<void> {
        const before = this.contexts.ambient()?.userId;
        started.give();
        await closed.wait();
        finished.give([before, this.contexts.ambient()?.userId]);
      }
    }
    const app = await start(shop({ flags, controllers: [MailController] }));
    await app.text('/mails', { method: 'POST', user: 'ada' });
    await started.wait();
    await app.close();
    closed.give();
    expect(await finished.wait()).toEqual(['ada', undefined]);
  });
});
