import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, UseInterceptors } from '@nestjs/common';
import {
  FeatureFlag,
  FlagContexts,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  type FlagContext,
  type FlagDefinitions,
  type FlagRequest,
} from '../../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../../lib/nest/feature-flags.options.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

const flags: FlagDefinitions = { early_access: { type: 'user_list', users: ['ada'] } };

@Injectable()
class Access {
  constructor(
    private readonly manager: FlagManager,
    private readonly contexts: FlagContexts,
  ) {}

  isEarly(context?: FlagContext): boolean {
    return this.manager.isEnabled('early_access', context);
  }

  isKnown(): boolean {
    return this.contexts.ambient() !== undefined;
  }

  @FeatureFlag('early_access', { fallback: () => 'usual' })
  gated(): string {
    return 'early';
  }

  @FeatureFlag('early_access', { context: (userId: string) => ({ userId }), fallback: () => 'usual' })
  gatedFor(_userId: string): string {
    return 'early';
  }
}

@Controller()
class AccessController {
  constructor(private readonly access: Access) {}

  @Get('guarded')
  @UseGuards(FlagGuard('early_access'))
  guarded(): unknown {
    return { isEarly: this.access.isEarly() };
  }

  @Get('intercepted')
  @UseInterceptors(FlagInterceptor('early_access', { fallback: 'usual' }))
  intercepted(): string {
    return 'early';
  }

  @Get('parameter')
  parameter(@FlagEnabled('early_access') isEarly: boolean): unknown {
    return { isEarly };
  }

  @Get('services')
  services(): unknown {
    const { access } = this;
    return { isEarly: access.isEarly(), isKnown: access.isKnown(), gated: access.gated() };
  }

  @Get('told')
  told(): unknown {
    return { isEarly: this.access.isEarly({ userId: 'ada' }), gated: this.access.gatedFor('ada') };
  }
}

const resolvers: [string, FeatureFlagsModuleExtras][] = [
  ['the default resolver', {}],
  ['a function', { contextResolver: ({ user }: FlagRequest) => ({ userId: (user as { id: string }).id }) }],
  [
    'an asynchronous one',
    { contextResolver: async ({ user }) => await Promise.resolve({ userId: (user as { id: string }).id }) },
  ],
];

describe.each(adapters)('Without ambient context on $name', (adapter) => {
  const start = httpApps(adapter);

  describe.each(resolvers)('with %s', (_which, resolver) => {
    const startOff = () =>
      start(
        shop({
          flags,
          options: { ...resolver, ambientContext: false },
          providers: [Access],
          controllers: [AccessController],
        }),
      );

    it('guards, interceptors and parameters still find the user', async () => {
      const app = await startOff();
      expect(await app.status('/guarded', { user: 'ada' })).toBe(200);
      expect(await app.status('/guarded', { user: 'bob' })).toBe(404);
      expect(await app.text('/intercepted', { user: 'ada' })).toBe('early');
      expect(await app.text('/intercepted', { user: 'bob' })).toBe('usual');
      expect(await app.json('/parameter', { user: 'ada' })).toEqual({ isEarly: true });
      expect(await app.json('/parameter', { user: 'bob' })).toEqual({ isEarly: false });
    });

    it('services find no user, even behind a gate that has admitted the user', async () => {
      const app = await startOff();
      expect(await app.json('/services', { user: 'ada' })).toEqual({ isEarly: false, isKnown: false, gated: 'usual' });
      expect(await app.json('/guarded', { user: 'ada' })).toEqual({ isEarly: false });
    });

    it('services answer for a given context', async () => {
      const app = await startOff();
      expect(await app.json('/told', { user: 'bob' })).toEqual({ isEarly: true, gated: 'early' });
    });
  });
});
