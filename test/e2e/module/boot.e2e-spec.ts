import { describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Injectable, Module, UseGuards, type OnModuleInit, type Type } from '@nestjs/common';
import request from 'supertest';
import { EvaluationReason } from '../../../lib/engine/flag-evaluation.js';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import type { FlagDefinitions } from '../../../lib/engine/flag.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { InvalidOptionsError } from '../../../lib/internal/options/invalid-options.error.js';
import { NotRunningError } from '../../../lib/manager/manager.errors.js';
import { FlagEnabled, FlagVariant } from '../../../lib/nest/decorators/flag-parameters.decorator.js';
import { FeatureFlag } from '../../../lib/nest/decorators/feature-flag.decorator.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import type { FeatureFlagsConfig } from '../../../lib/nest/feature-flags.options.js';
import { FlagGuard } from '../../../lib/nest/gates/flag.guard.js';
import { EnvProvider } from '../../../lib/providers/env.provider.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { ProviderFailedError, ProviderTimeoutError } from '../../../lib/providers/provider.errors.js';
import { delivers, hangs, heldBack, PolledProvider, rejects, throws } from '../../unit/manager/fake-providers.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { apps, shop } from './apps.js';

const { boot, serve } = apps();

function withFlags(config: FeatureFlagsConfig): Type {
  return shop({ imports: [FeatureFlagsModule.forRoot(config)] });
}

/** Also the time for one answer is short, for its timer outlives a boot that fails. */
const brief = { bootTimeout: '50ms', loadTimeout: '100ms' } as const;

async function errorOf(booting: Promise<unknown>): Promise<unknown> {
  return await booting.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('The boot of an application', () => {
  it('has the flags ready when a provider factory evaluates them', async () => {
    const remote = new PolledProvider(async () => ({ flags: { new_checkout: true } }));
    const payment = {
      provide: 'PAYMENT',
      inject: [FlagManager],
      useFactory: (flags: FlagManager) => (flags.isEnabled('new_checkout') ? 'new' : 'legacy'),
    };
    const flags = FeatureFlagsModule.forRoot({ providers: [remote] });
    const app = await boot(shop({ imports: [flags], providers: [payment] }));
    expect(app.get('PAYMENT')).toBe('new');
  });

  it('has the flags ready in the constructors and onModuleInit of other modules, imported before or after', async () => {
    const seen: string[] = [];
    function observer(name: string): Type {
      @Injectable()
      class Observer implements OnModuleInit {
        constructor(private readonly flags: FlagManager) {
          seen.push(`${name} constructed: ${flags.isEnabled('new_checkout')}`);
        }
        onModuleInit(): void {
          seen.push(`${name} initialised: ${this.flags.isEnabled('new_checkout')}`);
        }
      }
      @Module({ providers: [Observer] })
      class ObserverModule {}
      return ObserverModule;
    }
    const remote = new PolledProvider(async () => ({ flags: { new_checkout: true } }));
    const flags = FeatureFlagsModule.forRoot({ providers: [remote] });
    await boot(shop({ imports: [observer('before'), flags, observer('after')] }));
    expect(seen.toSorted()).toEqual([
      'after constructed: true',
      'after initialised: true',
      'before constructed: true',
      'before initialised: true',
    ]);
  });

  it('waits for a slow provider', async () => {
    const { answer, give } = heldBack();
    const asked = jest.fn(answer);
    let booted = false;
    const booting = boot(withFlags({ providers: [new PolledProvider(asked)] })).finally(() => (booted = true));
    while (asked.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(booted).toBe(false);
    give({ flags: { new_checkout: true } });
    expect((await booting).get(FlagManager).isEnabled('new_checkout')).toBe(true);
  });

  it.each([
    ['hangs', hangs, ProviderTimeoutError, /"remote" did not answer within 50 ms/],
    ['rejects', rejects('connection refused'), ProviderFailedError, /"remote" failed: connection refused/],
    ['throws synchronously', throws('no such host'), ProviderFailedError, /"remote" failed: no such host/],
  ])('fails when a provider %s, names it and closes every provider', async (_what, answer, type, message) => {
    const remote = new PolledProvider(answer);
    const memory = new PolledProvider(delivers({}), 'other');
    const error = await errorOf(
      boot(withFlags({ providers: [remote, memory], ...brief, logger: new RecordingLogger() })),
    );
    expect(error).toBeInstanceOf(type);
    expect(error).toHaveProperty('message', expect.stringMatching(message));
    expect([remote.closes, memory.closes]).toEqual([1, 1]);
  });

  it.each([
    ['hangs', hangs, /"remote" did not answer within 50 ms/],
    ['rejects', rejects('connection refused'), /connection refused/],
    ['throws synchronously', throws('no such host'), /no such host/],
  ])(
    'with onBootFailure: defaults, succeeds when a provider %s, reports it and answers defaults',
    async (_what, answer, said) => {
      const logger = new RecordingLogger();
      const remote = new PolledProvider(answer);
      const initialFlags = { search: true };
      const app = await boot(
        withFlags({ providers: [remote], initialFlags, ...brief, onBootFailure: 'defaults', logger }),
      );
      const flags = app.get(FlagManager);
      expect(flags.status().state).toBe('degraded');
      expect(flags.isEnabled('new_checkout')).toBe(false);
      expect(flags.isEnabled('new_checkout', {}, true)).toBe(true);
      expect(flags.evaluate('new_checkout').reason).toBe(EvaluationReason.ProviderError);
      expect(logger.errors.join('\n')).toMatch(said);
    },
  );

  it('with onBootFailure: defaults, has the flags of the healthy providers, and those of the others once they recover', async () => {
    const remote = new PolledProvider(rejects('connection refused'));
    const app = await boot(
      withFlags({
        providers: [remote],
        initialFlags: { search: true },
        onBootFailure: 'defaults',
        logger: new RecordingLogger(),
      }),
    );
    const flags = app.get(FlagManager);
    expect(flags.isEnabled('search')).toBe(true);
    remote.answer = delivers({ new_checkout: true });
    await flags.refresh();
    expect(flags.isEnabled('new_checkout')).toBe(true);
    expect(flags.status().state).toBe('ready');
  });

  it('fails on an unreadable environment variable, names it and hides its value', async () => {
    const env = { FEATURE_NEW_CHECKOUT: 'on', FEATURE_SEARCH: 'hunter2' };
    const error = await errorOf(
      boot(withFlags({ providers: [new EnvProvider({ env })], logger: new RecordingLogger() })),
    );
    expect(error).toBeInstanceOf(ProviderFailedError);
    expect(String(error)).toContain('FEATURE_SEARCH');
    expect(String(error)).not.toContain('hunter2');
    expect(String(error)).not.toContain('FEATURE_NEW_CHECKOUT');
  });

  it.each<[string, FlagDefinitions, string]>([
    ['a percentage over 100', { rollout: { type: 'percentage', percentage: 101 } }, 'rollout.percentage'],
    [
      'weights that are all zero',
      { theme: { type: 'variant', variants: [{ name: 'dark', weight: 0 }] } },
      'theme.variants',
    ],
    ['a naive date', { sale: { type: 'time_based', start: '2026-11-27T00:00:00' } }, 'sale.start'],
    ['an illegal key', { 'new checkout': true }, 'new checkout'],
    ['a hostile key', JSON.parse('{"__proto__": true}'), '__proto__'],
    ['an unknown type', JSON.parse('{"sale": {"type": "lottery"}}'), 'sale.type'],
  ])('fails on %s, wherever it is declared, and names the path', async (_what, flags, path) => {
    for (const imports of [
      [FeatureFlagsModule.forRoot({ initialFlags: flags })],
      [FeatureFlagsModule.forRoot({}), FeatureFlagsModule.forFeature(flags)],
    ]) {
      const error = await errorOf(boot(shop({ imports })));
      expect(error).toBeInstanceOf(InvalidFlagError);
      expect(error).toHaveProperty('message', expect.stringContaining(path));
    }
  });

  it('lists the problems of all definitions at once', async () => {
    const error = await errorOf(
      boot(
        withFlags({
          initialFlags: {
            rollout: { type: 'percentage', percentage: 101 },
            sale: { type: 'time_based', start: 'tomorrow' },
          },
        }),
      ),
    );
    expect(error).toHaveProperty('message', expect.stringMatching(/rollout\.percentage.*sale\.start/s));
  });

  it.each([
    'cacheTtl',
    'bootTimeout',
    'loadTimeout',
    'onBootFailure',
    'unknownFlags',
    'contextTimeout',
    'onContextError',
  ])('is rejected in the forRoot call when the option "%s" is invalid, and names it', (option) => {
    const register = () => withFlags({ [option]: 'soon' });
    expect(register).toThrow(InvalidOptionsError);
    expect(register).toThrow(`Option "${option}" of FeatureFlagsModule.forRoot must be`);
  });
});

describe('A module with enabled: false', () => {
  class Basket {
    @FeatureFlag('new_checkout', { fallback: 'legacy' })
    checkout(): string {
      return 'new';
    }
    legacy(): string {
      return 'legacy';
    }
  }

  @Controller()
  class ShopController {
    constructor(private readonly basket: Basket) {}

    @Get('premium')
    @UseGuards(FlagGuard('premium'))
    premium() {
      return 'premium';
    }
    @Get('themed')
    @UseGuards(FlagGuard({ flag: 'theme', variant: 'dark' }))
    themed() {
      return 'dark';
    }
    @Get('checkout')
    checkout() {
      return this.basket.checkout();
    }
    @Get('answers')
    answers(
      @FlagEnabled('search') search: boolean,
      @FlagEnabled('beta', true) beta: boolean,
      @FlagVariant('theme', 'classic') theme: string,
    ) {
      return { search, beta, theme };
    }
  }

  function disabledShop(config: FeatureFlagsConfig): Type {
    const flags = FeatureFlagsModule.forRoot({ enabled: false, ...config });
    return shop({ imports: [flags], controllers: [ShopController], providers: [Basket] });
  }

  it('still provides injections, turns every flag off and reads no provider', async () => {
    const remote = new PolledProvider(throws('must not be read'));
    const flags = (await boot(withFlags({ enabled: false, providers: [remote], initialFlags: { search: true } }))).get(
      FlagManager,
    );
    expect(flags.isEnabled('search')).toBe(false);
    expect(flags.isEnabled('search', {}, true)).toBe(false);
    expect(flags.getVariant('theme', 'classic')).toBe('classic');
    expect(flags.getValue('page_size', 10)).toBe(10);
    expect(flags.evaluate('search').reason).toBe(EvaluationReason.Disabled);
    expect(flags.status().state).toBe('disabled');
    expect(remote.loads).toBe(0);
    await expect(flags.enable('search')).rejects.toThrow(NotRunningError);
  });

  it('closes gates, runs fallbacks and fills parameters with off and default variants', async () => {
    const app = await serve(disabledShop({ providers: [new PolledProvider(throws('must not be read'))] }));
    await request(app.getHttpServer()).get('/premium').expect(404);
    await request(app.getHttpServer()).get('/themed').expect(404);
    await request(app.getHttpServer()).get('/checkout').expect(200, 'legacy');
    await request(app.getHttpServer()).get('/answers').expect(200, { search: false, beta: false, theme: 'classic' });
  });

  it('opens no gate, not even with defaultEnabled: true', async () => {
    const app = await serve(disabledShop({ defaultEnabled: true }));
    await request(app.getHttpServer()).get('/premium').expect(404);
    await request(app.getHttpServer()).get('/themed').expect(404);
    await request(app.getHttpServer()).get('/checkout').expect(200, 'legacy');
  });

  it('does not check for unknown flags, and closes the providers on shutdown', async () => {
    const remote = new PolledProvider(delivers({}));
    const memory = new MemoryProvider();
    const app = await serve(disabledShop({ unknownFlags: 'error', providers: [remote, memory] }));
    await app.close();
    expect(app.get(FlagManager).status().state).toBe('disabled');
    expect(remote.loads).toBe(0);
  });
});
