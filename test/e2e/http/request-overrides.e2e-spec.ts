import {
  Controller,
  Get,
  Header,
  Injectable,
  Module,
  Sse,
  UseGuards,
  type CallHandler,
  type DynamicModule,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import { concatMap, delay, from, map, of, type Observable } from 'rxjs';
import {
  FeatureFlag,
  FeatureFlagsModule,
  FlagDetails,
  FlagGuard,
  FlagManager,
  FlagVariant,
  visitorCookie,
  type FlagEvaluation,
} from '../../../lib/index.js';
import type { RequestOverridesOptions } from '../../../lib/nest/request-overrides/request-overrides.options.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { createOverrideToken, type OverrideTokenFlags } from '../../../lib/tokens/create-override-token.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const secret = 'a-secret-of-the-shop-for-its-tests';
const former = 'a-former-secret-of-the-same-shop-1';
const HEADER = 'feature-flag-token';

const initialFlags = {
  new_checkout: false,
  express: { type: 'boolean', enabled: true, prerequisites: [{ flag: 'new_checkout' }] },
  theme: {
    type: 'variant',
    variants: [
      { name: 'classic', weight: 1, value: 10 },
      { name: 'modern', weight: 0, value: 20 },
    ],
    sticky: { version: 1 },
  },
  admin: false,
} as const;

@Injectable()
class Prices {
  constructor(readonly flags: FlagManager) {}

  async answers() {
    const before = this.flags.isEnabled('new_checkout');
    await new Promise((resolve) => setImmediate(resolve));
    const explicit = { userId: 'ada' };
    return {
      before,
      after: this.flags.isEnabled('new_checkout'),
      explicit: this.flags.isEnabled('new_checkout', explicit),
      handle: this.flags.handle('new_checkout').isEnabled(explicit),
      prerequisite: this.flags.isEnabled('express'),
      theme: this.flags.getVariant('theme', 'classic', explicit),
      value: this.flags.getValue('theme', 0, explicit),
      all: this.flags.evaluateAllByKey(explicit)['new_checkout']?.enabled,
      admin: this.flags.isEnabled('admin'),
    };
  }
}

@Injectable()
class SeesFlags implements NestInterceptor {
  constructor(private readonly flags: FlagManager) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<{ header(name: string, value: string): unknown }>();
    response.header('x-interceptor', String(this.flags.isEnabled('new_checkout')));
    return next.handle();
  }
}

@Controller()
class ShopController {
  constructor(
    private readonly prices: Prices,
    private readonly flags: FlagManager,
  ) {}

  @Get('answers')
  answers() {
    return this.prices.answers();
  }

  @Get('checkout')
  @UseGuards(FlagGuard('new_checkout'))
  checkout() {
    return 'new';
  }

  @Get('admin')
  @UseGuards(FlagGuard('admin'))
  admin() {
    return 'admin';
  }

  @Get('decorated')
  @FeatureFlag('new_checkout', { fallback: 'legacy' })
  decorated(@FlagVariant('theme') theme: string, @FlagDetails('theme') { reason }: FlagEvaluation) {
    return `${theme} ${reason}`;
  }

  legacy() {
    return 'legacy';
  }

  @Get('cached')
  @Header('Cache-Control', 'public, max-age=3600')
  @Header('CDN-Cache-Control', 'max-age=3600')
  @Header('Vary', 'Accept')
  cached() {
    return 'page';
  }

  @Sse('stream')
  stream(): Observable<{ data: boolean }> {
    return from([1, 2]).pipe(
      concatMap((each) => of(each).pipe(delay(1))),
      concatMap(async () => ({ data: await Promise.resolve(this.flags.isEnabled('new_checkout')) })),
    );
  }

  @Sse('hour')
  hour(): Observable<{ data: boolean }> {
    return of(3_600_000).pipe(
      delay(1),
      map((ms) => {
        clock.advance(ms);
        return { data: this.flags.isEnabled('new_checkout') };
      }),
    );
  }
}

function failingResolver(): never {
  throw new Error('no session');
}

/** The clock of the applications that have one. */
const clock = new ManualClock();

function moduleOf(flags: DynamicModule): Type {
  class ShopModule {}
  Module({
    imports: [flags],
    controllers: [ShopController],
    providers: [Prices, { provide: APP_INTERCEPTOR, useClass: SeesFlags }],
  })(ShopModule);
  return ShopModule;
}

const create = (flags: OverrideTokenFlags, given: object = {}) =>
  createOverrideToken(flags, { secret, audience: 'shop', ...given });

const withToken = (token: string) => ({ headers: { [HEADER]: token } });

describe.each(adapters)('Request overrides on $name', (adapter) => {
  const start = httpApps(adapter);

  async function shop(given: Partial<RequestOverridesOptions> = {}) {
    const logger = new RecordingLogger();
    const requestOverrides = { secrets: secret, audience: 'shop', flags: ['new_checkout', 'theme'], ...given };
    const app = await start(moduleOf(FeatureFlagsModule.forRoot({ initialFlags, logger, requestOverrides })));
    return { app, logger, counts: () => app.flags.status().requestOverrides };
  }

  it('force flags everywhere in the request that carries the token, and in no other', async () => {
    const { app } = await shop();
    const off = {
      before: false,
      after: false,
      explicit: false,
      handle: false,
      prerequisite: false,
      theme: 'classic',
      value: 10,
      all: false,
      admin: false,
    };
    const on = {
      before: true,
      after: true,
      explicit: true,
      handle: true,
      prerequisite: true,
      theme: 'modern',
      value: 20,
      all: true,
      admin: false,
    };
    const token = create({ new_checkout: true, theme: 'modern' });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => app.json('/answers', i % 2 === 0 ? {} : withToken(token))),
    );
    expect(answers).toEqual(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? off : on)));
  });

  it('open guards, interceptors, method decorators and parameters', async () => {
    const { app } = await shop();
    const token = withToken(create({ new_checkout: true, theme: 'modern' }));
    expect(await app.status('/checkout')).toBe(404);
    const checkout = await app.ask('/checkout', token);
    expect([checkout.status, checkout.text, checkout.headers.get('x-interceptor')]).toEqual([200, 'new', 'true']);
    expect(await app.text('/decorated')).toBe('legacy');
    expect(await app.text('/decorated', token)).toBe('modern override');
  });

  it('close a flag as well', async () => {
    const { app } = await shop();
    await app.flags.setOverride('new_checkout', true, { actor: 'ops' });
    expect(await app.status('/checkout')).toBe(200);
    expect(await app.status('/checkout', withToken(create({ new_checkout: false })))).toBe(404);
  });

  it('last for the whole response, also when it is a stream', async () => {
    const { app } = await shop();
    expect(await app.text('/stream', withToken(create({ new_checkout: true })))).toMatch(/data: true[^]*data: true/);
    expect(await app.text('/stream')).toMatch(/data: false[^]*data: false/);
  });

  it('last until a stream ends, even if the token expires earlier', async () => {
    const requestOverrides = { secrets: secret, audience: 'shop', flags: ['new_checkout'] };
    const app = await start(moduleOf(FeatureFlagsModule.forRoot({ initialFlags, requestOverrides, clock })));
    const token = withToken(create({ new_checkout: true }, { notBefore: clock.now(), expiresIn: '1h' }));
    expect(await app.text('/hour', token)).toContain('data: true');
    expect(await app.text('/hour', token)).toContain('data: false');
  });

  it('do not open a gate whose context cannot be resolved', async () => {
    const requestOverrides = { secrets: secret, audience: 'shop', flags: ['new_checkout'] };
    const options = { initialFlags, requestOverrides, contextResolver: failingResolver, logger: new RecordingLogger() };
    const app = await start(moduleOf(FeatureFlagsModule.forRoot(options)));
    expect(await app.status('/checkout', withToken(create({ new_checkout: true })))).toBe(404);
  });

  it('do not apply to a middleware that runs before that of the module', async () => {
    const requestOverrides = { secrets: secret, audience: 'shop', flags: ['new_checkout'] };
    const seen: boolean[] = [];
    const app = await start(moduleOf(FeatureFlagsModule.forRoot({ initialFlags, requestOverrides })), (nest) =>
      nest.use((_request: unknown, _response: unknown, next: () => void) => {
        seen.push(nest.get(FlagManager).isEnabled('new_checkout'));
        next();
      }),
    );
    expect(await app.status('/checkout', withToken(create({ new_checkout: true })))).toBe(200);
    expect(seen).toEqual([false]);
  });

  it('are read from the cookie, unless the request has the header', async () => {
    const { app } = await shop();
    const cookie = `lang=de; ${HEADER}=${create({ new_checkout: true })}`;
    expect(await app.status('/checkout', { headers: { cookie } })).toBe(200);
    expect(await app.status('/checkout', { headers: { cookie, [HEADER]: 'invalid' } })).toBe(404);
    const twice = `${HEADER}=old; ${cookie}`;
    expect(await app.status('/checkout', { headers: { cookie: twice } })).toBe(200);
  });

  it('are read from the cookie if the header has the name of an inherited property', async () => {
    const { app } = await shop({ header: 'constructor' });
    const cookie = `${HEADER}=${create({ new_checkout: true })}`;
    expect(await app.status('/checkout', { headers: { cookie } })).toBe(200);
  });

  it('are read only from the names of the options', async () => {
    const { app } = await shop({ header: 'X-QA', cookie: false });
    const token = create({ new_checkout: true });
    expect(await app.status('/checkout', { headers: { 'x-qa': token } })).toBe(200);
    expect(await app.status('/checkout', withToken(token))).toBe(404);
    expect(await app.status('/checkout', { headers: { cookie: `${HEADER}=${token}` } })).toBe(404);
  });

  it('are named in the response, which no cache may store, and only then', async () => {
    const { app } = await shop();
    const plain = await app.ask('/cached');
    expect(plain.headers.get('feature-flag-overrides')).toBeNull();
    expect(plain.headers.get('cache-control')).toBe('public, max-age=3600');
    const forced = await app.ask('/cached', withToken(create({ theme: 'modern', new_checkout: true, admin: true })));
    expect(forced.headers.get('feature-flag-overrides')).toBe('theme, new_checkout');
    expect(forced.headers.get('cache-control')).toBe('private, no-store');
    expect(forced.headers.get('cdn-cache-control')).toBeNull();
    expect(forced.headers.get('vary')).toBe('Accept, feature-flag-token, Cookie');
    const invalid = await app.ask('/cached', withToken('v1.invalid'));
    expect([...invalid.headers.keys()].toSorted()).toEqual([...plain.headers.keys()].toSorted());
    expect(invalid.headers.get('cache-control')).toBe('public, max-age=3600');
  });

  it('are named beside the cookie of a new visitor', async () => {
    const requestOverrides = { secrets: secret, audience: 'shop', flags: ['new_checkout'] };
    const module = moduleOf(FeatureFlagsModule.forRoot({ initialFlags, requestOverrides }));
    const app = await start(module, (nest) => nest.use(visitorCookie({ secrets: secret })));
    const { headers } = await app.ask('/cached', withToken(create({ new_checkout: true })));
    expect(headers.get('feature-flag-overrides')).toBe('new_checkout');
    expect(headers.getSetCookie()).toHaveLength(1);
    expect(headers.get('cache-control')).toBe('private, no-store');
  });

  it('force only flags that the options allow', async () => {
    const { app, logger, counts } = await shop();
    expect(await app.status('/admin', withToken(create({ admin: true })))).toBe(404);
    expect(await app.status('/admin', withToken(create({ admin: true, new_checkout: true })))).toBe(404);
    expect(counts()).toEqual({ requests: 1, flags: { new_checkout: 1 }, ignored: { flag_not_allowed: 2 } });
    expect(logger.warnings).toEqual([expect.stringMatching(/cannot force the flag "admin"/)]);
  });

  it('force all flags except some', async () => {
    const { app } = await shop({ flags: { except: ['admin'] } });
    const token = withToken(create({ admin: true, new_checkout: true, 'not.defined': true }));
    expect([await app.status('/admin', token), await app.status('/checkout', token)]).toEqual([404, 200]);
  });

  it('accept tokens of both secrets while one is rotated', async () => {
    const { app } = await shop({ secrets: [secret, former] });
    expect(await app.status('/checkout', withToken(create({ new_checkout: true }, { secret: former })))).toBe(200);
    expect(await app.status('/checkout', withToken(create({ new_checkout: true })))).toBe(200);
  });

  it('are counted and logged by key, without values, tokens and users', async () => {
    const { app, logger, counts } = await shop();
    expect(counts()).toEqual({ requests: 0, flags: {}, ignored: {} });
    const token = create({ new_checkout: true, theme: 'modern' });
    for (let i = 0; i < 3; i++)
      await app.ask('/answers', { user: 'ada', headers: { [HEADER]: token, 'x-user-id': 'ada' } });
    expect(counts()).toEqual({ requests: 3, flags: { new_checkout: 3, theme: 3 }, ignored: {} });
    const lines = logger.logs.filter((line) => line.includes('token'));
    expect(lines).toEqual(Array(3).fill('A token forced these flags for one request: "new_checkout", "theme"'));
  });

  it('change nothing that is stored, such as a sticky variant', async () => {
    const { app } = await shop();
    const state = () => ({ ...app.flags.status(), time: undefined, requestOverrides: undefined });
    const before = state();
    const forced = await app.json('/answers', withToken(create({ new_checkout: true, theme: 'modern' })));
    expect(forced).toMatchObject({ theme: 'modern' });
    expect(await app.json('/answers')).toMatchObject({ theme: 'classic' });
    expect(state()).toStrictEqual(before);
    expect(await app.flags.getAuditLog()).toMatchObject({ entries: [] });
    expect(app.flags.getOverrides()).toEqual([]);
  });

  it('are off unless the option is set', async () => {
    const app = await start(moduleOf(FeatureFlagsModule.forRoot({ initialFlags, logger: new RecordingLogger() })));
    const answer = await app.ask('/checkout', withToken(create({ new_checkout: true })));
    expect([answer.status, answer.headers.get('feature-flag-overrides')]).toEqual([404, null]);
    expect(app.flags.status()).not.toHaveProperty('requestOverrides');
  });

  it('are off when all flags are', async () => {
    const requestOverrides = { secrets: secret, audience: 'shop', flags: ['new_checkout'] };
    const flags = FeatureFlagsModule.forRoot({ enabled: false, initialFlags, requestOverrides });
    const answer = await (await start(moduleOf(flags))).ask('/checkout', withToken(create({ new_checkout: true })));
    expect([answer.status, answer.headers.get('feature-flag-overrides')]).toEqual([404, null]);
  });

  it('wait with the request for definitions that are read before it', async () => {
    const requestOverrides = { secrets: secret, audience: 'shop', flags: ['new_checkout'] };
    const flags = FeatureFlagsModule.forRoot({ cacheTtl: 0, initialFlags, requestOverrides });
    const app = await start(moduleOf(flags));
    expect(await app.status('/checkout', withToken(create({ new_checkout: true })))).toBe(200);
    expect(await app.status('/checkout')).toBe(404);
  });
});
