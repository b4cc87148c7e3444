import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, UseInterceptors } from '@nestjs/common';
import {
  FlagDetails,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  RequireFlag,
  type FeatureFlagsConfig,
  type FlagContext,
  type FlagDefinitions,
  type FlagEvaluation,
} from '../../../lib/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { RecordedLog } from './support/recorded-log.js';
import { shop } from './support/shop.module.js';
import type { ShopRequest } from './support/sign-in.guard.js';

const flags: FlagDefinitions = { always: true, never: false, early_access: { type: 'user_list', users: ['ada'] } };

@Injectable()
class Access {
  constructor(private readonly manager: FlagManager) {}

  isEarly(): boolean {
    return this.manager.isEnabled('early_access');
  }
}

@Controller()
class ShopController {
  constructor(private readonly access: Access) {}

  @Get('guarded')
  @UseGuards(FlagGuard('always'))
  guarded(): string {
    return 'guarded';
  }

  @Get('intercepted')
  @UseInterceptors(FlagInterceptor('always'))
  intercepted(): string {
    return 'intercepted';
  }

  @Get('guarded-by-not')
  @UseGuards(FlagGuard({ not: 'never' }))
  guardedByNot(): string {
    return 'guarded';
  }

  @Get('intercepted-by-not')
  @UseInterceptors(FlagInterceptor({ not: 'never' }))
  interceptedByNot(): string {
    return 'intercepted';
  }

  @Get('featured')
  @RequireFlag({ not: 'never' })
  featured(): string {
    return 'featured';
  }

  @Get('details')
  details(@FlagDetails('unheard_of') details: FlagEvaluation): FlagEvaluation {
    return details;
  }

  @Get('parameter')
  parameter(@FlagEnabled('early_access') isEarly: boolean): string {
    return `parameter ${isEarly}`;
  }

  @Get('service')
  service(): string {
    return `service ${this.access.isEarly()}`;
  }
}

type Resolver = (request: unknown) => FlagContext | Promise<FlagContext>;

/** Everything that a resolver may do instead of answering; each knows a secret of the user. */
const failures: [string, RegExp, Resolver][] = [
  [
    'throws',
    /it threw a TypeError/,
    (): never => {
      throw new TypeError('secret-user');
    },
  ],
  ['rejects', /it threw a TypeError/, () => Promise.reject(new TypeError('secret-user'))],
  ['never answers', /longer than 50 ms \("contextTimeout"\)/, () => new Promise(() => {})],
  ['answers a text', /must return an object, not a string/, (() => 'secret-user') as unknown as Resolver],
  ['answers a number later', /must return an object, not a number/, (() => Promise.resolve(42)) as unknown as Resolver],
  [
    'answers an id that is no text',
    /"userId" must be/,
    () => ({ userId: { toString: () => 'ada' } }) as unknown as FlagContext,
  ],
  ['answers a list', /not a list/, () => ['ada'] as FlagContext],
  ['throws no error', /failed/, (): never => {
      throw undefined as unknown as Error;
    }], // prettier-ignore
];

const paths = ['/guarded', '/intercepted', '/parameter', '/service'];

describe.each(adapters)('A context resolver on $name', (adapter) => {
  const start = httpApps(adapter);

  const startShop = async (contextResolver: Resolver, options: FeatureFlagsConfig = {}, ambientContext = true) => {
    const log = new RecordedLog();
    const app = await start(
      shop({
        flags,
        options: { contextResolver, contextTimeout: '50ms', logger: log, ambientContext, ...options },
        providers: [Access],
        controllers: [ShopController],
      }),
    );
    return { app, log };
  };

  describe.each(failures)('that %s', (_how, reason, resolver) => {
    it('closes every gate and turns flags off, which is logged once and without the user', async () => {
      const { app, log } = await startShop(resolver, { defaultEnabled: true });
      const ada = { user: 'ada', plan: 'secret-plan' };
      for (const path of ['/guarded', '/guarded-by-not', '/intercepted', '/intercepted-by-not', '/featured']) {
        expect([path, await app.status(path, ada)]).toEqual([path, 404]);
      }
      expect(await app.text('/parameter', ada)).toBe('parameter false');
      expect(await app.text('/service', ada)).toBe('service false');
      expect(await app.json('/details', ada)).toMatchObject({ reason: 'context_failed', enabled: false });
      expect(log.errors).toEqual([expect.stringMatching(reason)]);
      expect(log.errors[0]).toContain('The FlagContextResolver failed');
      expect(log.errors[0]).not.toMatch(/ada|secret/);
    });

    it('means a request without a user if the module says so', async () => {
      const { app, log } = await startShop(resolver, { onContextError: 'anonymous' });
      const ada = { user: 'ada', plan: 'secret-plan' };
      expect(await app.text('/guarded', ada)).toBe('guarded');
      expect(await app.text('/intercepted', ada)).toBe('intercepted');
      expect(await app.text('/parameter', ada)).toBe('parameter false');
      expect(await app.text('/service', ada)).toBe('service false');
      expect(log.errors).toEqual([expect.stringMatching(reason)]);
      expect(log.errors[0]).toContain('The FlagContextResolver failed');
      expect(log.errors[0]).not.toMatch(/ada|secret/);
    });

    it('fails the request if the module says so', async () => {
      const { app, log } = await startShop(resolver, { onContextError: 'throw' });
      for (const path of paths) {
        expect(await app.ask(path, { user: 'ada' })).toMatchObject({
          status: 500,
          text: '{"statusCode":500,"message":"Internal server error"}',
        });
      }
      expect(log.errors.join('\n')).not.toMatch(/ada|secret/);
    });

    it('fails gated routes, and no others, without ambient context', async () => {
      const { app } = await startShop(resolver, { onContextError: 'throw' }, false);
      expect(await app.status('/guarded', { user: 'ada' })).toBe(500);
      expect(await app.status('/intercepted', { user: 'ada' })).toBe(500);
      expect(await app.status('/parameter', { user: 'ada' })).toBe(500);
      expect(await app.text('/service', { user: 'ada' })).toBe('service false');
    });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an empty object', {}],
    ['nothing later', Promise.resolve()],
  ])('may return %s, which means nobody', async (_which, context) => {
    const { app, log } = await startShop(() => context as FlagContext);
    expect(await app.text('/parameter', { user: 'ada' })).toBe('parameter false');
    expect(await app.text('/service', { user: 'ada' })).toBe('service false');
    expect(log.errors).toStrictEqual([]);
  });

  it('does not affect other requests when it fails for one', async () => {
    const { app } = await startShop(
      (request) => {
        const { user } = request as ShopRequest;
        if (user?.id === 'mallory') throw new Error('no such customer');
        return { userId: user?.id };
      },
      { onContextError: 'throw' },
    );
    const statuses = await Promise.all(
      ['ada', 'mallory', 'ada', 'mallory', 'bob'].map((user) => app.status('/guarded', { user })),
    );
    expect(statuses).toEqual([200, 500, 200, 500, 200]);
    expect(await app.text('/service', { user: 'ada' })).toBe('service true');
  });

  it('answers other requests in time when it is too slow for one', async () => {
    const { app, log } = await startShop(async (request) => {
      const { user } = request as ShopRequest;
      return user?.id === 'slow' ? await new Promise(() => {}) : { userId: user?.id };
    });
    const answers = await Promise.all(['slow', 'ada', 'slow'].map((user) => app.text('/service', { user })));
    expect(answers).toEqual(['service false', 'service true', 'service false']);
    expect(log.errors).toHaveLength(1);
  });

  it.each<[string, FeatureFlagsConfig]>([
    ['contextTimeout', { contextTimeout: 'soon' as '1s' }],
    ['contextTimeout', { contextTimeout: '0s' }],
    ['onContextError', { onContextError: 'ignore' as 'throw' }],
  ])('fails the start when "%s" is off', async (option, options) => {
    await expect(startShop(() => ({}), options)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(`"${option}"`) as unknown,
    });
  });
});
