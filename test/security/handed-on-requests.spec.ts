import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Next,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import {
  CurrentFlagContext,
  FeatureFlagsModule,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  RequireFlag,
  type FlagContext,
} from '../../lib/index.js';
import { shop } from '../e2e/module/apps.js';
import { adapters, httpApps, type Adapter } from '../support/http-app.js';

type ModuleOptions = NonNullable<Parameters<typeof FeatureFlagsModule.forRoot>[0]>;

const initialFlags = { off: false, vip: { type: 'user_list', users: ['ada'] } } as const;

interface ShopRequest {
  user?: { readonly id: string } | undefined;
}

function signIn(id: string | undefined): Type<CanActivate> {
  @Injectable()
  class SignInGuard implements CanActivate {
    constructor(private readonly flags: FlagManager) {}

    canActivate(context: ExecutionContext): boolean {
      const request = context.switchToHttp().getRequest<ShopRequest & { vip?: boolean }>();
      request.user = id === undefined ? undefined : { id };
      request.vip = this.flags.isEnabled('vip'); // asked before any gate of the route
      return true;
    }
  }
  return SignInGuard;
}

@Injectable()
class PriceService {
  constructor(private readonly flags: FlagManager) {}

  isVip(): boolean {
    return this.flags.isEnabled('vip');
  }
}

const closed: readonly (readonly [string, MethodDecorator])[] = [
  ['@RequireFlag', RequireFlag('off')],
  ['FlagInterceptor', UseInterceptors(FlagInterceptor('off'))],
  ['FlagGuard', UseGuards(FlagGuard('off'))],
];

const configs: readonly (readonly [string, ModuleOptions])[] = [
  ['the default resolver', {}],
  [
    'an asynchronous resolver',
    { contextResolver: async ({ user }: ShopRequest) => await Promise.resolve(contextOf(user)) },
  ],
  [
    'a resolver with a cacheKey that does not name the user',
    { contextResolver: { resolve: ({ user }: ShopRequest) => contextOf(user), cacheKey: () => 'shop' } },
  ],
  ['no ambient context', { ambientContext: false }],
];

function contextOf(user: ShopRequest['user']): FlagContext | undefined {
  return user && { userId: user.id };
}

/** A dark route that signs Ada in, and routes to which the request is passed on, which sign another user in. */
function controllers(gate: MethodDecorator, next: string | undefined): Type[] {
  @Controller()
  class DarkController {
    @Get(['gate/page', 'interceptor/page', 'guard/page', 'parameter/page', 'service/page', 'signed-in/page'])
    @UseGuards(signIn('ada'))
    @gate
    page() {}
  }
  @Controller()
  @UseGuards(signIn(next))
  class ShopController {
    constructor(private readonly prices: PriceService) {}

    @Get('gate/:page')
    @RequireFlag('vip')
    gate() {
      return 'vip';
    }

    @Get('interceptor/:page')
    @UseInterceptors(FlagInterceptor('vip'))
    interceptor() {
      return 'vip';
    }

    @Get('guard/:page')
    @UseGuards(FlagGuard('vip'))
    guard() {
      return 'vip';
    }

    @Get('parameter/:page')
    parameter(@FlagEnabled('vip') vip: boolean, @CurrentFlagContext() { userId }: FlagContext) {
      return { vip, userId };
    }

    @Get('service/:page')
    service() {
      return { vip: this.prices.isVip() };
    }
  }
  return [DarkController, ShopController];
}

const [express] = adapters as [Adapter];

describe('A request that a dark route passes to the next route', () => {
  const start = httpApps(express);

  const shopWith = async (config: ModuleOptions, routes: Type[]) =>
    await start(
      shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags, ...config })],
        controllers: routes,
        providers: [PriceService],
      }),
    );

  describe.each(configs)('with %s', (_resolver, config) => {
    it.each(closed)('is evaluated for the user of the next route, behind %s', async (_gate, gate) => {
      const app = await shopWith(config, controllers(gate, 'bob'));
      for (const path of ['/gate/page', '/interceptor/page', '/guard/page']) {
        expect([path, await app.status(path)]).toEqual([path, 404]);
      }
      expect(await app.json('/parameter/page')).toEqual({ vip: false, userId: 'bob' });
      expect(await app.json('/service/page')).toEqual({ vip: false });
    });

    it.each(closed)(
      'is evaluated without a user after the next route has signed out, behind %s',
      async (_gate, gate) => {
        const app = await shopWith(config, controllers(gate, undefined));
        expect(await app.status('/gate/page')).toBe(404);
        expect(await app.json('/parameter/page')).toEqual({ vip: false });
        expect(await app.json('/service/page')).toEqual({ vip: false });
      },
    );

    it('opens the next route to its own user', async () => {
      const app = await shopWith(
        { ...config, initialFlags: { off: false, vip: { type: 'user_list', users: ['bob'] } } },
        controllers(RequireFlag('off'), 'bob'),
      );
      expect(await app.text('/guard/page')).toBe('vip');
      expect(await app.json('/parameter/page')).toEqual({ vip: true, userId: 'bob' });
    });
  });

  it('makes services that the guards of the next route call evaluate for the new user', async () => {
    @Controller('launch')
    class LaunchController {
      @Get('page')
      @UseGuards(signIn('ada'))
      @RequireFlag('off')
      page() {}

      @Get(':page')
      @UseGuards(signIn('bob'), VipSeenGuard)
      any() {
        return 'seen';
      }
    }
    const app = await shopWith({}, [LaunchController]);
    expect(await app.status('/launch/page')).toBe(403);
  });

  it('is evaluated for the user of each pattern when both patterns of one route match', async () => {
    const users = ['ada', 'bob'];
    @Injectable()
    class NextUserGuard implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        context.switchToHttp().getRequest<ShopRequest>().user = { id: users.shift() ?? 'nobody' };
        return true;
      }
    }
    @Controller('launch')
    class LaunchController {
      @Get(['page', ':page'])
      @UseGuards(NextUserGuard)
      @RequireFlag({ not: 'vip' })
      page(@CurrentFlagContext() { userId }: FlagContext) {
        return userId;
      }
    }
    const app = await shopWith({}, [LaunchController]);
    expect(await app.text('/launch/page')).toBe('bob');
  });

  it('is evaluated for the user of the next route when a handler of the application passes it on', async () => {
    @Controller('launch')
    class LaunchController {
      constructor(private readonly prices: PriceService) {}

      @Get('page')
      @UseGuards(signIn('ada'))
      page(@FlagEnabled('vip') _vip: boolean, @Next() next: () => void) {
        next();
      }

      @Get(':page')
      @UseGuards(signIn('bob'))
      any() {
        return { vip: this.prices.isVip() };
      }
    }
    const app = await shopWith({}, [LaunchController]);
    expect(await app.json('/launch/page')).toEqual({ vip: false });
  });
});

/** Lets a request pass when a service has said "vip" to the guard that signed it in. */
class VipSeenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<{ vip: boolean }>().vip;
  }
}
