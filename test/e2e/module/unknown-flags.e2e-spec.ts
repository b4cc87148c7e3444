import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, UseInterceptors, type Type } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { FlagErrorCode } from '../../../lib/internal/feature-flags.error.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { InvalidOptionsError } from '../../../lib/internal/options/invalid-options.error.js';
import { FeatureFlag, RequireFlag } from '../../../lib/nest/decorators/feature-flag.decorator.js';
import {
  FlagDetails,
  FlagEnabled,
  FlagValue,
  FlagVariant,
} from '../../../lib/nest/decorators/flag-parameters.decorator.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import { FlagGuard } from '../../../lib/nest/gates/flag.guard.js';
import { FlagInterceptor } from '../../../lib/nest/gates/flag.interceptor.js';
import { delivers, PolledProvider, rejects } from '../../unit/manager/fake-providers.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { apps, shop } from './apps.js';
import { unknownFlagsIn } from './unknown-flags-in.js';

const { boot } = apps();

const unknownIn = unknownFlagsIn(boot);
const controller = (type: Type) => unknownIn({ controllers: [type] });

describe('A module with unknownFlags: error', () => {
  it('finds a FlagGuard on a class and on a method', async () => {
    @Controller()
    @UseGuards(FlagGuard('premium'))
    class PremiumController {
      @Get()
      @UseGuards(FlagGuard('known', 'gold'))
      gold() {}
    }
    expect(await controller(PremiumController)).toEqual([
      'gold by PremiumController.gold',
      'premium by PremiumController',
    ]);
  });

  it('finds a FlagInterceptor on a class and on a method', async () => {
    @Controller()
    @UseInterceptors(FlagInterceptor('prices'))
    class PriceController {
      @Get()
      @UseInterceptors(FlagInterceptor('live_prices', { fallback: [] }))
      live() {}
    }
    expect(await controller(PriceController)).toEqual([
      'live_prices by PriceController.live',
      'prices by PriceController',
    ]);
  });

  it('finds FeatureFlag and RequireFlag on any injectable, below and above other decorators', async () => {
    @Injectable()
    class CheckoutService {
      @RequireFlag('express')
      @FeatureFlag('new_checkout', { fallback: () => 'legacy' })
      checkout() {}
    }
    @Controller()
    class CheckoutController {
      @FeatureFlag('above')
      @Get('a')
      above() {}
      @Get('b')
      @FeatureFlag('below')
      below() {}
    }
    expect(await unknownIn({ providers: [CheckoutService], controllers: [CheckoutController] })).toEqual([
      'above by CheckoutController.above',
      'below by CheckoutController.below',
      'express by CheckoutService.checkout',
      'new_checkout by CheckoutService.checkout',
    ]);
  });

  it('finds every parameter decorator', async () => {
    @Controller()
    class SearchController {
      @Get()
      search(
        @FlagEnabled('beta') _beta: boolean,
        @FlagVariant('theme') _theme: string,
        @FlagValue('page_size', 10) _size: number,
        @FlagDetails('ranking') _ranking: unknown,
        @FlagEnabled('known') _known: boolean,
      ) {}
    }
    expect(await controller(SearchController)).toEqual([
      'beta by SearchController.search',
      'page_size by SearchController.search',
      'ranking by SearchController.search',
      'theme by SearchController.search',
    ]);
  });

  it('finds every key of a nested requirement', async () => {
    @Controller()
    class SearchController {
      @Get()
      @UseGuards(FlagGuard({ any: ['beta', { all: ['v2', { not: 'freeze' }] }, { flag: 'theme', variant: 'dark' }] }))
      search() {}
    }
    expect(await controller(SearchController)).toEqual([
      'beta by SearchController.search',
      'freeze by SearchController.search',
      'theme by SearchController.search',
      'v2 by SearchController.search',
    ]);
  });

  it('finds inherited gates, in the class that inherits them', async () => {
    abstract class GatedService {
      @RequireFlag('inherited')
      run() {}
    }
    @Injectable()
    class NightlyJob extends GatedService {}
    expect(await unknownIn({ providers: [NightlyJob] })).toEqual(['inherited by NightlyJob.run']);
  });

  it('finds the keys of a gate in the class that extends it', async () => {
    class LivePrices extends FlagInterceptor('live_prices') {}
    @Controller()
    class PriceController {
      @Get()
      @UseInterceptors(LivePrices)
      prices() {}
    }
    expect(await controller(PriceController)).toEqual(['live_prices by PriceController.prices']);
  });

  it.each([
    ['APP_GUARD', { provide: APP_GUARD, useClass: FlagGuard('launched') }],
    ['APP_INTERCEPTOR', { provide: APP_INTERCEPTOR, useClass: FlagInterceptor('launched') }],
  ])('finds a gate that is the %s, and names the module that provides it', async (_token, provider) => {
    expect(await unknownIn({ providers: [provider] })).toEqual([expect.stringMatching(/^launched by .*ShopModule/)]);
  });

  it('finds services under any token', async () => {
    class CheckoutService {
      @RequireFlag('express')
      checkout() {}
    }
    expect(await unknownIn({ providers: [{ provide: 'CHECKOUT', useClass: CheckoutService }] })).toEqual([
      'express by CheckoutService.checkout',
    ]);
  });

  it('lists every place once, with code and advice', async () => {
    @Controller()
    class SearchController {
      @Get('a')
      @UseGuards(FlagGuard('beta'))
      a() {}
      @Get('b')
      @UseGuards(FlagGuard('beta'))
      b() {}
    }
    const flags = FeatureFlagsModule.forRoot({ unknownFlags: 'error' });
    const booting = boot(shop({ imports: [flags], controllers: [SearchController], providers: [SearchController] }));
    const error = await booting.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'UnknownFlagError', code: FlagErrorCode.UnknownFlag });
    expect(String(error).match(/used by/g)).toHaveLength(2);
    expect(String(error)).toContain('"unknownFlags"');
  });

  it('boots when every flag is defined by any source', async () => {
    @Controller()
    class SearchController {
      @Get()
      @UseGuards(FlagGuard('remote', 'feature', 'known'))
      search() {}
    }
    const flags = FeatureFlagsModule.forRoot({
      unknownFlags: 'error',
      providers: [new PolledProvider(delivers({ remote: true }))],
      initialFlags: { known: true },
    });
    const feature = FeatureFlagsModule.forFeature({ feature: true });
    const app = await boot(shop({ imports: [flags, feature], controllers: [SearchController] }));
    expect(app.get(FlagManager).status().state).toBe('ready');
  });

  it('closes the providers when it stops the boot', async () => {
    class CheckoutService {
      @RequireFlag('express')
      checkout() {}
    }
    const remote = new PolledProvider(delivers({}));
    await unknownIn({ providers: [CheckoutService] }, { providers: [remote] });
    expect(remote.closes).toBe(1);
  });

  it('only warns while a provider is unavailable, because its flags are not known', async () => {
    class CheckoutService {
      @RequireFlag('express')
      checkout() {}
    }
    const logger = new RecordingLogger();
    const found = await unknownIn(
      { providers: [CheckoutService] },
      { providers: [new PolledProvider(rejects('gone'))], onBootFailure: 'defaults', logger },
    );
    expect(found).toStrictEqual([]);
    expect(logger.warnings).toEqual([expect.stringContaining('"express", used by CheckoutService.checkout')]);
  });
});

describe('The option unknownFlags', () => {
  class CheckoutService {
    @RequireFlag('express')
    checkout() {}
  }

  it.each([undefined, 'warn'] as const)('with %s warns once, with every place', async (unknownFlags) => {
    const logger = new RecordingLogger();
    expect(await unknownIn({ providers: [CheckoutService] }, { unknownFlags, logger })).toStrictEqual([]);
    expect(logger.warnings).toEqual([expect.stringContaining('- "express", used by CheckoutService.checkout')]);
  });

  it('with ignore logs nothing', async () => {
    const logger = new RecordingLogger();
    expect(await unknownIn({ providers: [CheckoutService] }, { unknownFlags: 'ignore', logger })).toStrictEqual([]);
    expect(logger.warnings).toStrictEqual([]);
  });

  it('with warn logs nothing when every flag is known', async () => {
    const logger = new RecordingLogger();
    await unknownIn(
      { providers: [CheckoutService] },
      { unknownFlags: 'warn', initialFlags: { express: true }, logger },
    );
    expect(logger.warnings).toStrictEqual([]);
  });
});

describe('A key in the option requestOverrides that no flag has', () => {
  const requestOverrides = { secrets: 's'.repeat(32), audience: 'shop-test' };

  it.each([
    ['flags', ['known', 'admin_consle']],
    ['except', { except: ['known', 'admin_consle'] }],
  ])('prevents the boot in %s', async (_, keys) => {
    expect(await unknownIn({}, { requestOverrides: { ...requestOverrides, flags: keys } })).toEqual([
      'admin_consle by the option "flags" of requestOverrides',
    ]);
  });

  it('is logged with a suggestion by default', async () => {
    const logger = new RecordingLogger();
    const initialFlags = { admin_console: false };
    await boot(
      shop({
        imports: [
          FeatureFlagsModule.forRoot({
            initialFlags,
            logger,
            requestOverrides: { ...requestOverrides, flags: { except: ['admin_consle'] } },
          }),
        ],
      }),
    );
    expect(logger.warnings).toStrictEqual([expect.stringContaining('Did you mean "admin_console"?')]);
  });
});

describe('A fallback that is not a method of its class', () => {
  class CheckoutService {
    @FeatureFlag('known', { fallback: 'legcay' })
    checkout() {}
  }

  it.each(['error', 'warn', 'ignore'] as const)('prevents the boot with unknownFlags: %s', async (unknownFlags) => {
    const remote = new PolledProvider(delivers({}));
    const booting = unknownIn({ providers: [CheckoutService] }, { unknownFlags, providers: [remote] });
    await expect(booting).rejects.toThrow(InvalidOptionsError);
    await expect(booting).rejects.toThrow(/"legcay" of CheckoutService\.checkout/);
    expect(remote.closes).toBe(1);
  });

  it('may be inherited', async () => {
    abstract class LegacyService {
      legacy() {}
    }
    class ModernService extends LegacyService {
      @FeatureFlag('known', { fallback: 'legacy' })
      checkout() {}
    }
    expect(await unknownIn({ providers: [ModernService] })).toStrictEqual([]);
  });
});
