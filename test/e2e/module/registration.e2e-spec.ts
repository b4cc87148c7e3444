import { describe, expect, it } from '@jest/globals';
import { CACHE_MANAGER, CacheModule, type Cache } from '@nestjs/cache-manager';
import {
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  ServiceUnavailableException,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import request from 'supertest';
import { FlagContextResolver } from '../../../lib/nest/context/flag-context.resolver.js';
import { FlagContexts } from '../../../lib/nest/context/flag-contexts.js';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { CurrentFlagContext } from '../../../lib/nest/decorators/flag-parameters.decorator.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import type { FeatureFlagsConfig, FeatureFlagsOptionsFactory } from '../../../lib/nest/feature-flags.options.js';
import { FLAG_CACHE, FLAG_PROVIDERS } from '../../../lib/nest/feature-flags.tokens.js';
import { FlagDisabledHandler } from '../../../lib/nest/denials/flag-disabled.handler.js';
import { FlagGate } from '../../../lib/nest/gates/flag-gate.js';
import { FlagGuard } from '../../../lib/nest/gates/flag.guard.js';
import type { FlagCacheBackend } from '../../../lib/providers/cache/cache-backend.js';
import type { FlagProvider } from '../../../lib/providers/flag-provider.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { delivers, PolledProvider } from '../../unit/manager/fake-providers.js';
import { apps, shop } from './apps.js';

const { boot, serve } = apps();

@Injectable()
class CheckoutService {
  constructor(readonly flags: FlagManager) {}
}

@Module({ providers: [CheckoutService] })
class CheckoutModule {}

describe('forRoot', () => {
  it('makes the flags available to every module without an import', async () => {
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true } });
    const app = await boot(shop({ imports: [flags, CheckoutModule] }));
    expect(app.get(CheckoutService).flags.isEnabled('new_checkout')).toBe(true);
    expect(app.get(CheckoutService).flags).toBe(app.get(FlagManager));
  });

  it('with isGlobal: false, is a boot error for a module that injects the manager without importing it', async () => {
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true }, isGlobal: false });
    await expect(boot(shop({ imports: [flags, CheckoutModule] }))).rejects.toThrow(
      /CheckoutService \(\?\).*FlagManager.*CheckoutModule/s,
    );
  });

  it('with isGlobal: false, is a boot error for a controller that is gated without importing it', async () => {
    @Controller()
    @UseGuards(FlagGuard('new_checkout'))
    class CheckoutController {}
    @Module({ controllers: [CheckoutController] })
    class GatedModule {}
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true }, isGlobal: false });
    await expect(boot(shop({ imports: [flags, GatedModule] }))).rejects.toThrow(
      /^FlagGuard\("new_checkout"\) .*: import FeatureFlagsModule into its module/,
    );
  });

  it('with isGlobal: false, serves the modules that import it, and those that import a module that exports it', async () => {
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true }, isGlobal: false });
    @Module({ imports: [flags], exports: [FeatureFlagsModule] })
    class FlagsModule {}
    @Module({ imports: [FlagsModule], providers: [CheckoutService] })
    class BuyingModule {}
    const app = await boot(shop({ imports: [flags, BuyingModule] }));
    expect(app.get(CheckoutService).flags).toBe(app.get(FlagManager));
    expect(app.get(CheckoutService).flags.isEnabled('new_checkout')).toBe(true);
  });

  it('exports the cache, the providers, the gate and the contexts for injection', async () => {
    const own: FlagCacheBackend = { get: async () => undefined, set: async () => true };
    const memory = new MemoryProvider({ beta_search: true });
    @Injectable()
    class Operations {
      constructor(
        @Inject(FLAG_CACHE) readonly cache: FlagCacheBackend,
        @Inject(FLAG_PROVIDERS) readonly providers: readonly FlagProvider[],
        readonly gate: FlagGate,
        readonly contexts: FlagContexts,
      ) {}
    }
    const flags = FeatureFlagsModule.forRoot({ providers: [memory], initialFlags: { new_checkout: true }, cache: own });
    const app = await boot(shop({ imports: [flags], providers: [Operations] }));

    const operations = app.get(Operations);
    expect(operations.cache).toBe(own);
    expect(operations.cache).toBe(app.get(FLAG_CACHE));
    expect(operations.providers).toBe(app.get(FLAG_PROVIDERS));
    expect(operations.providers.map(({ name }) => name)).toEqual([memory.name, 'initialFlags']);
    expect(operations.gate.flags).toBe(app.get(FlagManager));
    expect(operations.contexts.ambient()).toBeUndefined();
    await app.get(FlagManager).disable('new_checkout', { actor: 'ops@example.com' });
    const { entries } = await app.get(FlagManager).getAuditLog({ key: 'new_checkout' });
    expect(entries.map(({ actor, key }) => ({ actor, key }))).toEqual([
      { actor: 'ops@example.com', key: 'new_checkout' },
    ]);
  });

  it('accepts providers and initial flags together, and providers outrank the initial flags', async () => {
    const providers = [new MemoryProvider({ new_checkout: false })];
    const flags = FeatureFlagsModule.forRoot({ providers, initialFlags: { new_checkout: true, sale: true } });
    const manager = (await boot(shop({ imports: [flags] }))).get(FlagManager);
    expect(manager.isEnabled('new_checkout')).toBe(false);
    expect(manager.isEnabled('sale')).toBe(true);
  });
});

describe('forRootAsync', () => {
  @Injectable()
  class ShopConfig {
    readonly flags = { new_checkout: true };
  }

  @Module({ providers: [ShopConfig], exports: [ShopConfig] })
  class ShopConfigModule {}

  it('accepts an asynchronous factory with its injections', async () => {
    const flags = FeatureFlagsModule.forRootAsync({
      imports: [ShopConfigModule],
      inject: [ShopConfig],
      useFactory: async (config: ShopConfig) => {
        await Promise.resolve();
        return { initialFlags: config.flags };
      },
    });
    const app = await boot(shop({ imports: [flags, CheckoutModule] }));
    expect(app.get(CheckoutService).flags.isEnabled('new_checkout')).toBe(true);
  });

  it('does not boot when the factory rejects', async () => {
    const flags = FeatureFlagsModule.forRootAsync({
      useFactory: (): Promise<FeatureFlagsConfig> => Promise.reject(new Error('no configuration')),
    });
    await expect(boot(shop({ imports: [flags] }))).rejects.toThrow('no configuration');
  });

  it('accepts a class that creates the options, with its own injections', async () => {
    @Injectable()
    class ShopFlags implements FeatureFlagsOptionsFactory {
      constructor(private readonly config: ShopConfig) {}
      createFeatureFlagsOptions(): FeatureFlagsConfig {
        return { initialFlags: this.config.flags };
      }
    }
    const flags = FeatureFlagsModule.forRootAsync({ imports: [ShopConfigModule], useClass: ShopFlags });
    const app = await boot(shop({ imports: [flags] }));
    expect(app.get(FlagManager).isEnabled('new_checkout')).toBe(true);
  });

  it('accepts an instance that another module has', async () => {
    @Injectable()
    class ShopFlags implements FeatureFlagsOptionsFactory {
      asked = 0;
      async createFeatureFlagsOptions(): Promise<FeatureFlagsConfig> {
        this.asked++;
        return { initialFlags: { new_checkout: true } };
      }
    }
    @Module({ providers: [ShopFlags], exports: [ShopFlags] })
    class ShopFlagsModule {}
    const flags = FeatureFlagsModule.forRootAsync({ imports: [ShopFlagsModule], useExisting: ShopFlags });
    const app = await boot(shop({ imports: [flags] }));
    expect(app.get(FlagManager).isEnabled('new_checkout')).toBe(true);
    expect(app.select(ShopFlagsModule).get(ShopFlags, { strict: true }).asked).toBe(1);
  });

  it('accepts isGlobal beside the factory', async () => {
    const flags = FeatureFlagsModule.forRootAsync({ isGlobal: false, useFactory: () => ({}) });
    await expect(boot(shop({ imports: [flags, CheckoutModule] }))).rejects.toThrow(/FlagManager/);
  });

  it("keeps definitions in the app's own CACHE_MANAGER, so that apps that share it read the source once", async () => {
    const cache = CacheModule.register();
    const remote = new PolledProvider(delivers({ new_checkout: true }));
    const flags = FeatureFlagsModule.forRootAsync({
      imports: [cache],
      inject: [CACHE_MANAGER],
      useFactory: (shared: Cache) => ({ cache: shared, providers: [remote] }),
    });
    const app = await boot(shop({ imports: [cache, flags] }));
    const shared = app.get<Cache>(CACHE_MANAGER);
    expect(app.get(FLAG_CACHE)).toBe(shared);
    expect(await shared.get('feature-flags:definitions:remote')).toMatchObject({
      flags: { new_checkout: { type: 'boolean' } },
    });
    expect(remote.loads).toBe(1);

    const elsewhere = new PolledProvider(delivers({ new_checkout: false }));
    const second = FeatureFlagsModule.forRoot({ cache: shared, providers: [elsewhere] });
    const other = await boot(shop({ imports: [second] }));
    expect(other.get(FlagManager).isEnabled('new_checkout')).toBe(true);
    expect(elsewhere.loads).toBe(0);
  });

  it('keeps definitions in a private cache when none is given', async () => {
    const remote = new PolledProvider(delivers({ new_checkout: true }));
    const flags = FeatureFlagsModule.forRootAsync({ useFactory: () => ({ providers: [remote] }) });
    const app = await boot(shop({ imports: [flags] }));
    expect(await app.get<FlagCacheBackend>(FLAG_CACHE).get('feature-flags:definitions:remote')).toBeDefined();
  });
});

describe('An option beside the factory', () => {
  @Injectable()
  class Sessions {
    userOf(token: unknown): string | undefined {
      return token === 'token-of-ada' ? 'ada' : undefined;
    }
  }

  @Module({ providers: [Sessions], exports: [Sessions] })
  class SessionsModule {}

  @Injectable()
  class SessionResolver extends FlagContextResolver {
    constructor(private readonly sessions: Sessions) {
      super();
    }
    async resolve(incoming: { readonly headers?: { readonly authorization?: string } }): Promise<FlagContext> {
      const userId = this.sessions.userOf(incoming.headers?.authorization);
      return userId === undefined ? {} : { userId };
    }
  }

  @Injectable()
  class ComingSoonHandler extends FlagDisabledHandler {
    constructor(private readonly sessions: Sessions) {
      super();
    }
    handle(keys: readonly string[], context?: ExecutionContext): Error {
      const { authorization } = context?.switchToHttp().getRequest<Request & { headers: { authorization?: string } }>()
        .headers ?? { authorization: undefined };
      return new ServiceUnavailableException({ keys, visitor: this.sessions.userOf(authorization) ?? 'nobody' });
    }
  }

  @Controller()
  class SearchController {
    @Get('search')
    @UseGuards(FlagGuard('early_access'))
    search(@CurrentFlagContext() context: FlagContext) {
      return context;
    }
  }

  const initialFlags = { early_access: { type: 'user_list', users: ['ada'] } } as const;

  it.each([
    [
      'forRoot',
      FeatureFlagsModule.forRoot({ initialFlags, contextResolver: SessionResolver, imports: [SessionsModule] }),
    ],
    [
      'forRootAsync',
      FeatureFlagsModule.forRootAsync({
        useFactory: () => ({ initialFlags }),
        contextResolver: SessionResolver,
        imports: [SessionsModule],
      }),
    ],
  ])('%s injects into a contextResolver class from "imports"', async (_name, flags) => {
    const app = await serve(shop({ imports: [flags], controllers: [SearchController] }));
    await request(app.getHttpServer())
      .get('/search')
      .set('authorization', 'token-of-ada')
      .expect(200, { userId: 'ada' });
    await request(app.getHttpServer()).get('/search').set('authorization', 'token-of-bob').expect(404);
  });

  it('injects into a disabledHandler class from "imports", and passes it the keys and the call', async () => {
    const flags = FeatureFlagsModule.forRootAsync({
      useFactory: () => ({ initialFlags }),
      contextResolver: () => ({ userId: 'bob' }),
      disabledHandler: ComingSoonHandler,
      imports: [SessionsModule],
    });
    const app = await serve(shop({ imports: [flags], controllers: [SearchController] }));
    await request(app.getHttpServer())
      .get('/search')
      .set('authorization', 'token-of-ada')
      .expect(503, { keys: ['early_access'], visitor: 'ada' });
  });

  it('is a boot error when such a class injects what no import offers', async () => {
    const flags = FeatureFlagsModule.forRoot({ initialFlags, contextResolver: SessionResolver });
    await expect(boot(shop({ imports: [flags] }))).rejects.toThrow(/Sessions.*FeatureFlagsModule/s);
  });

  it('may be a class without injections, or a function, as contextResolver', async () => {
    class Everybody extends FlagContextResolver {
      resolve(): FlagContext {
        return { userId: 'ada' };
      }
    }
    for (const contextResolver of [Everybody, () => ({ userId: 'ada' })]) {
      const flags = FeatureFlagsModule.forRoot({ initialFlags, contextResolver });
      const app = await serve(shop({ imports: [flags], controllers: [SearchController] }));
      await request(app.getHttpServer()).get('/search').expect(200, { userId: 'ada' });
    }
  });

  it('is optional: by default, the user that a guard has put on the request is read', async () => {
    @Injectable()
    class DemoAuth implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        context.switchToHttp().getRequest<{ user?: unknown }>().user = { id: 'ada' };
        return true;
      }
    }
    @Controller()
    @UseGuards(DemoAuth, FlagGuard('early_access'))
    class PremiumController {
      @Get('premium')
      premium() {
        return 'welcome';
      }
    }
    const app = await serve(
      shop({ imports: [FeatureFlagsModule.forRoot({ initialFlags })], controllers: [PremiumController] }),
    );
    await request(app.getHttpServer()).get('/premium').expect(200, 'welcome');
  });
});
