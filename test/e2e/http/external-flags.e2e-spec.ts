import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  UseGuards,
  type CanActivate,
  type DynamicModule,
  type ExecutionContext,
} from '@nestjs/common';
import {
  AbstractFlagGuard,
  FeatureFlag,
  FeatureFlagsModule,
  FlagContexts,
  FlagGuard,
  FlagManager,
  FlagVariant,
  WithFlagContext,
  type FlagContext,
} from '../../../lib/index.js';
import type { FeatureFlagsConfig, FeatureFlagsModuleExtras } from '../../../lib/nest/feature-flags.options.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { VendorFlags } from '../../support/vendor-flags.js';
import { shop } from '../module/apps.js';
import { SignInGuard } from './support/sign-in.guard.js';

const vendorFlags = {
  premium_tier: { type: 'user_attribute', attributes: { plan: 'gold' } },
  layout: { type: 'variant', variants: [{ name: 'grid', weight: 1 }] },
  fast_search: { type: 'user_list', users: ['ada'] },
  'tier:gold': true,
} as const;

@Injectable()
class SearchService {
  constructor(private readonly flags: FlagManager) {}

  @FeatureFlag('fast_search', { fallback: () => 'slow' })
  search(): string {
    return 'fast';
  }

  @WithFlagContext((userId: string) => ({ userId, userAttributes: { plan: 'gold' } }))
  async job(_userId: string): Promise<boolean> {
    return this.flags.isEnabled('premium_tier');
  }

  @FeatureFlag('premium_tier', { fallback: () => 'basic', context: (context: FlagContext) => context })
  report(_context: FlagContext): string {
    return 'premium';
  }

  @FeatureFlag('premium_tier', { fallback: async () => 'basic', context: (context: FlagContext) => context })
  async reportLater(_context: FlagContext): Promise<string> {
    return 'premium';
  }
}

/** Evaluates a flag in a guard of the application. */
@Injectable()
class OwnGuard implements CanActivate {
  constructor(
    private readonly flags: FlagManager,
    private readonly contexts: FlagContexts,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const context = await this.contexts.of(execution);
    return this.flags.isEnabled('premium_tier', context);
  }
}

/** Requires another flag for each plan. */
@Injectable()
class TierGuard extends AbstractFlagGuard {
  protected override requirement(execution: ExecutionContext) {
    return `tier:${execution.switchToHttp().getRequest<{ user?: { plan?: string } }>().user?.plan ?? 'none'}`;
  }
}

/** Signs in between two gates. */
@Controller()
class EntranceController {
  constructor(private readonly flags: FlagManager) {}

  @Get('entrance')
  @UseGuards(FlagGuard({ not: 'premium_tier' }), SignInGuard, FlagGuard('premium_tier'))
  enter() {
    return this.flags.isEnabled('premium_tier');
  }
}

@Controller()
@UseGuards(SignInGuard)
class ShopController {
  constructor(
    private readonly search: SearchService,
    private readonly flags: FlagManager,
  ) {}

  @Get('premium')
  @UseGuards(FlagGuard('premium_tier'))
  premium(@FlagVariant('layout', 'list') layout: string) {
    return layout;
  }

  @Get('not-premium')
  @UseGuards(FlagGuard({ not: 'premium_tier' }))
  notPremium() {
    return 'ok';
  }

  @Get('search')
  find() {
    return this.search.search();
  }

  @Get('all')
  all() {
    return Object.keys(this.flags.evaluateAllByKey()).toSorted();
  }

  @Get('own')
  @UseGuards(OwnGuard)
  own() {
    return 'ok';
  }

  @Get('tier')
  @UseGuards(TierGuard)
  tier() {
    return 'ok';
  }
}

describe.each(adapters)('Gates on the flags of an external provider, on $name', (adapter) => {
  const start = httpApps(adapter);
  const serve = async (
    options: FeatureFlagsConfig & FeatureFlagsModuleExtras = {},
    vendor = new VendorFlags(vendorFlags),
  ) => {
    const logger = new RecordingLogger();
    const root = shop({
      imports: [FeatureFlagsModule.forRoot({ logger, externalFlags: vendor, ...options })],
      controllers: [ShopController, EntranceController],
      providers: [SearchService],
    });
    return { app: await start(root), vendor, logger };
  };
  const gold = { user: 'ada', plan: 'gold' };
  const free = { user: 'bob', plan: 'free' };

  it('open and close for the user of the request, in guards, parameters and services', async () => {
    const { app, logger } = await serve();
    expect(await app.text('/premium', gold)).toBe('grid');
    expect((await app.ask('/premium', free)).status).toBe(404);
    expect((await app.ask('/not-premium', gold)).status).toBe(404);
    expect(await app.text('/not-premium', free)).toBe('ok');
    expect(await app.text('/search', gold)).toBe('fast');
    expect(await app.text('/search', free)).toBe('slow');
    expect(await app.text('/search')).toBe('slow');
    expect(logger.warnings).toStrictEqual([]);
  });

  it('ask for each flag once for each request, and again for the next one', async () => {
    const { app, vendor } = await serve();
    await app.text('/premium', gold);
    const once = ['fast_search ada', 'layout ada', 'premium_tier ada'];
    expect(vendor.asked.toSorted()).toStrictEqual(once);
    await app.text('/premium', gold);
    expect(vendor.asked.slice(3).toSorted()).toStrictEqual(once);
  });

  it('ask again for a user whom a guard signs in', async () => {
    const { app, vendor } = await serve();
    expect(await app.text('/entrance', gold)).toBe('true');
    const asked = vendor.asked.filter((each) => each.startsWith('premium_tier'));
    expect(asked).toStrictEqual(['premium_tier -', 'premium_tier ada']);
  });

  it('work without ambient context', async () => {
    const { app } = await serve({ ambientContext: false });
    expect(await app.text('/premium', gold)).toBe('grid');
    expect((await app.ask('/premium', free)).status).toBe(404);
  });

  it('work in a guard of the application, and in one that requires another flag for each call', async () => {
    const { app } = await serve();
    expect(await app.text('/own', gold)).toBe('ok');
    expect((await app.ask('/own', free)).status).toBe(403);
    expect(await app.text('/tier', gold)).toBe('ok');
    expect((await app.ask('/tier', free)).status).toBe(404);
  });

  it('stay closed while the provider fails, even if they require the flag to be off', async () => {
    const vendor = new VendorFlags(vendorFlags);
    vendor.evaluate = () => Promise.reject(new Error('down'));
    const { app, logger } = await serve({}, vendor);
    expect((await app.ask('/premium', gold)).status).toBe(404);
    expect((await app.ask('/not-premium', free)).status).toBe(404);
    expect(await app.text('/search', gold)).toBe('slow');
    expect(logger.warnings).toHaveLength(3); // one for each flag
  });

  it('close at once when an operator disables the flag here', async () => {
    const { app } = await serve();
    await app.flags.disable('premium_tier', { actor: 'ops' });
    expect((await app.ask('/premium', gold)).status).toBe(404);
    expect(await app.text('/not-premium', gold)).toBe('ok');
  });

  it('need no definition here, even if unknown flags are errors', async () => {
    const { app } = await serve({ unknownFlags: 'error' });
    expect(await app.text('/premium', gold)).toBe('grid');
  });

  it('are among all evaluations of the user', async () => {
    const { app } = await serve({ initialFlags: { dark_mode: true } });
    expect(JSON.parse(await app.text('/all', gold))).toStrictEqual([
      'dark_mode',
      'fast_search',
      'layout',
      'premium_tier',
    ]);
  });

  it('answer for the context of a method outside requests', async () => {
    const { app } = await serve();
    const search = app.nest.get(SearchService);
    expect(await search.job('ada')).toBe(true);
    const context = { userId: 'ada', userAttributes: { plan: 'gold' } };
    expect(await search.reportLater(context)).toBe('premium'); // an async method waits
    expect(await search.reportLater({ userId: 'bob' })).toBe('basic');
    expect(search.report(context)).toBe('basic');
    await app.flags.prepare(context);
    expect(search.report(context)).toBe('premium');
  });
});

const rootWith = (imported: DynamicModule) =>
  shop({ imports: [imported], controllers: [ShopController], providers: [SearchService] });

describe.each(adapters.slice(0, 1))('FeatureFlagsModule.forRootAsync', (adapter) => {
  const start = httpApps(adapter);

  it('takes the external provider next to the factory, and rejects one that the factory returns', async () => {
    const externalFlags = new VendorFlags(vendorFlags);
    const beside = FeatureFlagsModule.forRootAsync({ useFactory: () => ({}), externalFlags });
    const app = await start(rootWith(beside));
    expect(await app.text('/premium', { user: 'ada', plan: 'gold' })).toBe('grid');
    const returned = FeatureFlagsModule.forRootAsync({ useFactory: () => ({ externalFlags }) as never });
    await expect(start(rootWith(returned))).rejects.toThrow(
      'Option "externalFlags" of FeatureFlagsModule must be given next to "useFactory" of forRootAsync',
    );
  });
});
