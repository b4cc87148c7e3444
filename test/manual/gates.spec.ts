import {
  Controller,
  Get,
  Module,
  UseFilters,
  UseGuards,
  type CanActivate,
  type DynamicModule,
  type Type,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import {
  FeatureFlagsModule,
  FlagGuard,
  type FeatureFlagsConfig,
  type FlagContextResolverFunction,
} from '../../lib/index.js';
import { adapters, httpApps, type HttpApp } from '../support/http-app.js';
import { RecordedLog } from '../e2e/http/support/recorded-log.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';
import { AppModule, AuthGuard } from './recipes/gates/app.module.js';
import { ComingSoonHandler } from './recipes/gates/coming-soon.handler.js';
import { TeaserFilter } from './recipes/gates/teaser.filter.js';
import { signIn } from './sign-in.guard.js';

@Controller('beta')
class BetaController {
  @Get()
  beta() {
    return 'welcome';
  }
}

const users = { type: 'user_list', users: ['ada'] } as const;
const auth = { provide: APP_GUARD, useClass: AuthGuard };
const gate = { provide: APP_GUARD, useClass: FlagGuard('closed_beta') };

function appOf(metadata: Parameters<typeof Module>[0]): Type {
  @Module({
    ...metadata,
    imports: [
      FeatureFlagsModule.forRoot({ initialFlags: { closed_beta: users }, logger: new RecordedLog() }),
      ...(metadata.imports ?? []),
    ],
    controllers: [BetaController],
  })
  class Root {}
  return Root;
}

describe.each(adapters)('The order of authentication on $name', (adapter) => {
  const start = httpApps(adapter);

  async function statuses(root: Type, prepare: Parameters<typeof start>[1] = () => {}) {
    const app = await start(root, prepare);
    return [await app.status('/beta', { user: 'ada' }), await app.status('/beta', { user: 'bob' })];
  }

  it('lets users in when the authentication guard is registered before the gate', async () => {
    @Module({ imports: [AppModule], controllers: [BetaController] })
    class Root {}
    expect(await statuses(Root)).toEqual([200, 404]);
  });

  it('denies everyone when the gate is registered before the authentication guard', async () => {
    expect(await statuses(appOf({ providers: [gate, auth] }))).toEqual([404, 404]);
  });

  it('calls a global guard of the root module before one of an imported module', async () => {
    @Module({ providers: [auth] })
    class AuthModule {}
    expect(await statuses(appOf({ imports: [AuthModule], providers: [gate] }))).toEqual([404, 404]);
    @Module({ providers: [gate] })
    class BetaModule {}
    expect(await statuses(appOf({ imports: [AuthModule, BetaModule] }))).toEqual([200, 404]);
    expect(await statuses(appOf({ imports: [BetaModule, AuthModule] }))).toEqual([404, 404]);
  });

  it('calls app.useGlobalGuards after every APP_GUARD', async () => {
    const root = appOf({ providers: [gate] });
    expect(await statuses(root, (app) => void app.useGlobalGuards(new AuthGuard()))).toEqual([404, 404]);
  });

  it('calls a global gate before an authentication guard of the controller', async () => {
    @Controller('beta')
    @UseGuards(AuthGuard)
    class GuardedController extends BetaController {}
    @Module({
      imports: [FeatureFlagsModule.forRoot({ initialFlags: { closed_beta: users } })],
      controllers: [GuardedController],
      providers: [gate],
    })
    class Root {}
    expect(await statuses(Root)).toEqual([404, 404]);
  });
});

describe.each(adapters)('The other answers of the manual on $name', (adapter) => {
  const start = httpApps(adapter);

  @Controller()
  class ShopController {
    @Get('premium')
    @UseGuards(FlagGuard('premium_tier'))
    premium() {}

    @Get('search')
    @UseGuards(FlagGuard('new_search'))
    search() {}

    @Get('hidden')
    @UseGuards(FlagGuard('hidden'))
    hidden() {}

    @Get('teaser')
    @UseFilters(TeaserFilter)
    @UseGuards(FlagGuard('hidden'))
    teaser() {}
  }

  async function shop(options: Parameters<typeof FeatureFlagsModule.forRoot>[0]) {
    const initialFlags = { premium_tier: false, new_search: false, hidden: false };
    @Module({
      imports: [FeatureFlagsModule.forRoot({ initialFlags, ...options })],
      controllers: [ShopController],
    })
    class Root {}
    const app = await start(Root);
    return async (path: string) => {
      const { status, text } = await app.ask(path);
      return [status, JSON.parse(text) as unknown];
    };
  }

  it('give every closed gate one status and body by disabledResponse', async () => {
    const ask = await shop({ disabledResponse: { status: 403, body: { message: 'Not in your plan' } } });
    expect(await ask('/premium')).toEqual([403, { message: 'Not in your plan' }]);
    expect(await ask('/hidden')).toEqual([403, { message: 'Not in your plan' }]);
  });

  it('differ by flag with a disabledHandler', async () => {
    const ask = await shop({ disabledHandler: ComingSoonHandler });
    expect(await ask('/premium')).toEqual([403, { statusCode: 403, error: 'Forbidden', message: 'Not in your plan' }]);
    expect((await ask('/search'))[0]).toBe(503);
    expect(await ask('/hidden')).toEqual([404, { statusCode: 404, error: 'Not Found', message: 'Cannot GET /hidden' }]);
  });

  it('differ by route with an exception filter', async () => {
    const ask = await shop({});
    expect(await ask('/teaser')).toEqual([403, { message: 'Join the waiting list' }]);
    expect((await ask('/hidden'))[0]).toBe(404);
  });
});

const flag = (definition: unknown) => ({ initialFlags: { beta: definition } as FeatureFlagsConfig['initialFlags'] });

describe('The diagnosis of a gate that always answers 404', () => {
  const [express] = adapters;
  if (express === undefined) throw new Error('no adapter');
  const start = httpApps(express);

  interface Fault {
    readonly options?: FeatureFlagsConfig;
    readonly resolver?: FlagContextResolverFunction;
    readonly guards?: readonly Type<CanActivate>[];
    readonly change?: (app: HttpApp) => Promise<unknown>;
  }

  const ada = signIn({ user: { id: 'ada', plan: 'gold' } });
  const gated = FlagGuard('beta');
  const faults: Readonly<Record<string, Fault>> = {
    'off (flag_not_found)': { options: {} },
    'off (disabled)': { options: flag(false) },
    'off (override)': { options: flag(true), change: (app) => app.flags.disable('beta') },
    'off (not_in_user_list); user: no': { options: flag(users), guards: [gated, ada] },
    'off (not_in_user_list); user: without an id': {
      options: flag(users),
      guards: [signIn({ user: { email: 'ada@shop.example' } }), gated],
    },
    'off (not_in_user_list); user: yes': { options: flag(users), guards: [signIn({ user: { id: 'bob' } }), gated] },
    'off (context_failed); user: unknown': {
      options: flag(true),
      resolver: () => {
        throw new Error('away');
      },
    },
    'off (no_bucketing_key)': { options: flag({ type: 'percentage', percentage: 50, bucketBy: 'company_id' }) },
    'off (not_in_rollout)': { options: flag({ type: 'percentage', percentage: 0 }) },
    'off (attribute_mismatch)': { options: flag({ type: 'user_attribute', attributes: { plan: 'platinum' } }) },
    'off (no_rule_matched)': { options: flag({ type: 'boolean', rules: [{ when: false }], otherwise: false }) },
    'off (prerequisite_failed: "payments")': {
      options: {
        initialFlags: { payments: false, beta: { type: 'boolean', prerequisites: [{ flag: 'payments' }] } },
      },
    },
    'off (evaluation_error)': {
      options: {
        ...flag({ type: 'custom', strategy: 'broken' }),
        strategies: {
          broken: () => () => {
            throw new Error('broken');
          },
        },
      },
    },
  };
  const rows = tableRows(page('docs/guide/gates.md').text, 'The line says');

  it('lists the lines that are provoked here', () => {
    expect(rows.map(([line = '']) => line)).toEqual(Object.keys(faults));
  });

  it.each(Object.entries(faults))('logs "%s"', async (line, { options, resolver, guards = [ada, gated], change }) => {
    const debug: string[] = [];
    const log = { log: () => {}, warn: () => {}, error: () => {}, debug: (text: string) => void debug.push(text) };
    @Controller('beta')
    @UseGuards(...guards)
    class DiagnosedController extends BetaController {}
    const flags: DynamicModule = FeatureFlagsModule.forRoot({
      ...options,
      ...(resolver === undefined ? {} : { contextResolver: resolver }),
      logger: log,
      logDenials: true,
    });
    @Module({ imports: [flags], controllers: [DiagnosedController] })
    class Root {}
    const app = await start(Root);
    await change?.(app);
    expect(await app.status('/beta')).toBe(404);
    expect(debug).toHaveLength(1);
    expect(debug[0]).toMatch(/^Denied DiagnosedController\.beta: "beta" /);
    expect(debug[0]).toContain(line);
  });
});
