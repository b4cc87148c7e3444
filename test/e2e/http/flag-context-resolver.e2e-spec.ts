import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type DynamicModule,
  type ExecutionContext,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import {
  CurrentFlagContext,
  FeatureFlag,
  FlagContextResolver,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  FlagVariant,
  type FlagContext,
  type FlagRequest,
} from '../../../lib/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';
import type { ShopRequest } from './support/sign-in.guard.js';
import { turns } from './support/turns.js';
import { Whoami, whoami, whoamiFlags as flags } from './support/whoami.js';

/** The shop, in which everyone is the given user. */
function shopOf(user: unknown): DynamicModule {
  @Injectable()
  class FixedUserGuard implements CanActivate {
    canActivate(context: ExecutionContext): boolean {
      context.switchToHttp().getRequest<{ user: unknown }>().user = user;
      return true;
    }
  }
  return shop({ ...whoami, providers: [Whoami, { provide: APP_GUARD, useClass: FixedUserGuard }] });
}

function cacheKey({ user }: FlagRequest): string {
  return (user as NonNullable<ShopRequest['user']>).id;
}

describe.each(adapters)('The context of a request on $name', (adapter) => {
  const start = httpApps(adapter);

  describe('without a resolver', () => {
    it.each<[string, object, string | undefined]>([
      ['a text in "id"', { id: 'ada' }, 'ada'],
      ['a number in "id"', { id: 42 }, '42'],
      ['"userId"', { userId: 'ada' }, 'ada'],
      ['"sub" of a token', { sub: 'ada' }, 'ada'],
      ['"id" before "userId" and "sub"', { sub: 'c', userId: 'b', id: 'a' }, 'a'],
      ['none, when there is no id', { plan: 'gold' }, undefined],
    ])('contains the id of the user: %s', async (_where, user, userId) => {
      const app = await start(shopOf(user));
      expect(await app.json('/context')).toEqual({
        ...(userId === undefined ? {} : { userId }),
        userAttributes: user,
      });
      expect(await app.text('/name')).toBe(userId ?? 'nobody');
    });

    it.each([['a text', 'ada'], ['null', null], ['nothing', undefined]])('has no user for a user that is %s', async (_which, user) => {
      const app = await start(shopOf(user));
      expect(await app.json('/context')).toEqual({});
    }); // prettier-ignore

    it('is never read from a header', async () => {
      @Controller()
      class OpenController {
        @Get('context')
        context(@CurrentFlagContext() context: FlagContext): FlagContext {
          return context;
        }
      }
      const app = await start({ ...shop({ flags, controllers: [OpenController] }), providers: [] }); // no guard signs in
      const headers = {
        user: 'ada',
        'x-user-id': 'ada',
        userid: 'ada',
        authorization: 'Bearer ada',
        cookie: 'user=ada',
      };
      expect(await app.json('/context', { headers })).toEqual({});
    });
  });

  describe('with a resolver', () => {
    it('is what a function makes of the request', async () => {
      const app = await start(
        shop({
          ...whoami,
          options: {
            contextResolver: ({ user, headers }: ShopRequest) => ({
              userId: `${user?.id}@shop`,
              userAttributes: { country: headers['x-country'] },
            }),
          },
        }),
      );
      expect(await app.json('/context', { user: 'ada', headers: { 'x-country': 'DE' } })).toEqual({
        userId: 'ada@shop',
        userAttributes: { country: 'DE' },
      });
      expect(await app.text('/name', { user: 'bob' })).toBe('bob@shop');
    });

    it.each<[string, boolean]>([
      ['at once', false],
      ['later', true],
    ])('is what a class with its own injections answers %s', async (_when, isAsync) => {
      @Injectable()
      class Customers {
        planOf(id: string): string {
          return id === 'ada' ? 'gold' : 'free';
        }
      }
      @Module({ providers: [Customers], exports: [Customers] })
      class CustomersModule {}
      @Injectable()
      class CustomerResolver extends FlagContextResolver {
        constructor(private readonly customers: Customers) {
          super();
        }

        resolve({ user }: FlagRequest): FlagContext | Promise<FlagContext> {
          const { id } = user as NonNullable<ShopRequest['user']>;
          const context = { userId: id, userAttributes: { plan: this.customers.planOf(id) } };
          return isAsync ? turns(2).then(() => context) : context;
        }
      }
      @Controller()
      class PremiumController {
        constructor(private readonly manager: FlagManager) {}

        @Get('premium')
        premium(@FlagEnabled('premium') parameter: boolean): unknown {
          return { parameter, service: this.manager.isEnabled('premium') };
        }
      }
      const options = { contextResolver: CustomerResolver, imports: [CustomersModule] };
      const app = await start(shop({ flags, options, controllers: [PremiumController] }));
      expect(await app.json('/premium', { user: 'ada' })).toEqual({ parameter: true, service: true });
      expect(await app.json('/premium', { user: 'bob' })).toEqual({ parameter: false, service: false });
    });

    it.each<[string, boolean, boolean]>([
      ['each guard and once for all else, by a synchronous resolver', false, false],
      ['each guard and once for all else, by an asynchronous resolver', true, false],
      ['all of them, by a synchronous resolver with a cacheKey', false, true],
      ['all of them, by an asynchronous resolver with a cacheKey', true, true],
    ])('is resolved once for %s', async (_which, isAsync, hasKey) => {
      const resolved: string[] = [];
      const resolve = ({ user }: FlagRequest) => {
        const { id } = user as NonNullable<ShopRequest['user']>;
        resolved.push(id);
        return isAsync ? turns(1).then(() => ({ userId: id })) : { userId: id };
      };
      const contextResolver = hasKey ? { resolve, cacheKey } : resolve;
      @Controller()
      @UseGuards(FlagGuard('always'), FlagGuard('early_access'))
      @UseInterceptors(FlagInterceptor('always'))
      class BusyController {
        constructor(private readonly service: Whoami) {}

        @Get('busy')
        @UseGuards(FlagGuard({ not: 'premium' }))
        @UseInterceptors(FlagInterceptor('early_access'))
        @FeatureFlag('early_access')
        busy(
          @FlagEnabled('early_access') enabled: boolean,
          @FlagVariant('early_access', 'none') variant: string,
          @CurrentFlagContext() context: FlagContext,
        ): unknown {
          return [enabled, variant, context.userId, this.service.name(), this.service.isEarly()];
        }
      }
      const app = await start(
        shop({ flags, options: { contextResolver }, providers: [Whoami], controllers: [BusyController] }),
      );
      expect(await app.json('/busy', { user: 'ada' })).toEqual([true, 'none', 'ada', 'ada', true]);
      expect(resolved).toEqual(hasKey ? ['ada'] : ['ada', 'ada', 'ada', 'ada']);
      resolved.length = 0;
      await app.json('/busy', { user: '42' });
      expect(resolved).toEqual(hasKey ? ['42'] : ['42', '42', '42', '42']);
    });
  });
});
