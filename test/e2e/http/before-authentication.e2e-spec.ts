import { describe, expect, it } from '@jest/globals';
import { Module, type CanActivate, type MiddlewareConsumer, type NestModule, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { FlagContext, FlagContextResolverFunction, FlagRequest } from '../../../lib/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { RecordedLog } from './support/recorded-log.js';
import { shop } from './support/shop.module.js';
import { Whoami, whoami } from './support/whoami.js';

describe.each(adapters)('A flag that is evaluated before authentication on $name', (adapter) => {
  const start = httpApps(adapter);

  class SessionGuard implements CanActivate {
    canActivate(context: Parameters<CanActivate['canActivate']>[0]): boolean {
      context.switchToHttp().getRequest<{ session: unknown }>().session = { customer: 'ada' };
      return true;
    }
  }

  /** A shop whose middleware asks for flags, which is too early. */
  const startHasty = (asked: unknown[], contextResolver?: FlagContextResolverFunction) => {
    const log = new RecordedLog();
    @Module({
      imports: [
        shop({
          ...whoami,
          providers: [Whoami, { provide: APP_GUARD, useClass: SessionGuard }],
          exports: [Whoami],
          options: { logger: log, ...(contextResolver === undefined ? {} : { contextResolver }) },
        }),
      ],
    })
    class HastyModule implements NestModule {
      constructor(private readonly service: Whoami) {}

      configure(consumer: MiddlewareConsumer): void {
        consumer
          .apply((_request: unknown, _response: unknown, next: () => void) => {
            asked.push(this.service.isEarly());
            next();
          })
          .forRoutes('*path');
      }
    }
    return start(HastyModule as Type);
  };

  it('is evaluated for nobody at first, and for the user afterwards', async () => {
    const asked: unknown[] = [];
    const app = await startHasty(asked);
    expect(await app.text('/name', { user: 'ada' })).toBe('ada');
    expect(await app.json('/context', { user: 'ada' })).toMatchObject({ userId: 'ada' });
    expect(asked).toEqual([false, false]);
  });

  it.each<[string, (request: FlagRequest) => FlagContext | Promise<FlagContext>]>([
    ['a resolver', ({ user }) => ({ userId: (user as { id?: string } | undefined)?.id })],
    [
      'an asynchronous resolver',
      async ({ user }) => await Promise.resolve({ userId: (user as { id?: string } | undefined)?.id }),
    ],
  ])('is evaluated by %s that answers for nobody, too', async (_which, resolver) => {
    const asked: unknown[] = [];
    const app = await startHasty(asked, resolver);
    expect(await app.text('/name', { user: 'ada' })).toBe('ada');
    expect(await app.json('/context', { user: 'ada' })).toEqual({ userId: 'ada' });
    expect(asked).toEqual([false, false]);
  });

  it('does not hide an anonymous request from a resolver that identifies users in another way', async () => {
    const asked: unknown[] = [];
    const app = await startHasty(asked, ({ session }) => {
      const { customer } = (session ?? {}) as { readonly customer?: string };
      return customer === undefined ? undefined : { userId: customer };
    });
    expect(await app.text('/name')).toBe('ada');
    expect(asked).toEqual([false]);
  });
});
