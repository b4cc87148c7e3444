import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, UseInterceptors } from '@nestjs/common';
import {
  FeatureFlag,
  FlagGate,
  FlagGuard,
  FlagInterceptor,
  RequireFlag,
  type FeatureFlagsConfig,
  type FlagRequirement,
} from '../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../lib/nest/feature-flags.options.js';
import { DenialLog, type Denial } from '../../lib/nest/denials/denial-log.js';
import { ManualClock } from '../../lib/testing/manual-clock.js';
import { shop } from '../e2e/http/support/shop.module.js';
import { adapters, httpApps } from '../support/http-app.js';
import { RecordingLogger } from '../support/recording-logger.js';

class DebugLogger extends RecordingLogger {
  debug(message: string): void {
    this.keep('debug', message);
  }
}

const flags = {
  premium: { type: 'user_attribute', attributes: { plan: 'gold' } },
  freeze: true,
  rollout: { type: 'percentage', percentage: 0.001 },
} as const;

@Injectable()
class PriceService {
  @FeatureFlag('premium', { fallback: () => 'full price' })
  discount(): string {
    return 'discount';
  }

  @RequireFlag('premium', { context: () => ({ userId: 'grace' }) })
  secret(): string {
    return 'secret';
  }
}

@Controller()
class ShopController {
  constructor(private readonly prices: PriceService) {}

  @Get('guard')
  @UseGuards(FlagGuard('premium', { not: 'freeze' }))
  guard(): string {
    return 'open';
  }

  @Get('interceptor')
  @UseInterceptors(FlagInterceptor('rollout'))
  interceptor(): string {
    return 'open';
  }

  @Get('fallback')
  @UseInterceptors(FlagInterceptor({ any: ['premium', 'unheard_of'] }, { fallback: 'plain' }))
  fallback(): string {
    return 'open';
  }

  @Get('route')
  @RequireFlag('premium')
  route(): string {
    return 'open';
  }

  @Get('service')
  service(): string {
    return this.prices.discount();
  }

  @Get('told')
  told(): string {
    return this.prices.secret();
  }
}

const paths = ['/guard', '/interceptor', '/fallback', '/route', '/service', '/told'];

describe.each(adapters)('The log of denials on $name', (adapter) => {
  const start = httpApps(adapter);

  const startShop = async (options: FeatureFlagsConfig & FeatureFlagsModuleExtras) => {
    const logger = new DebugLogger();
    const app = await start(
      shop({ flags, options: { logger, ...options }, providers: [PriceService], controllers: [ShopController] }),
    );
    const debugged = () => logger.lines.filter((line) => line.startsWith('debug '));
    return { app, debugged };
  };

  it('has one line for each closed gate of every kind: flags, reasons, place, and whether there was a user', async () => {
    const { app, debugged } = await startShop({ logDenials: true });
    for (const path of paths) await app.ask(path, { user: 'secret-ada', plan: 'secret-plan' });
    await app.ask('/interceptor');
    expect(debugged()).toEqual([
      'debug Denied ShopController.guard: "premium" off (attribute_mismatch), "freeze" on (enabled); user: yes',
      'debug Denied ShopController.interceptor: "rollout" off (not_in_rollout); user: yes',
      'debug Denied ShopController.fallback: "premium" off (attribute_mismatch), "unheard_of" off (flag_not_found); user: yes',
      'debug Denied ShopController.route: "premium" off (attribute_mismatch); user: yes',
      'debug Denied PriceService.discount: "premium" off (attribute_mismatch); user: yes',
      'debug Denied PriceService.secret: "premium" off (attribute_mismatch); user: yes',
      'debug Denied ShopController.interceptor: "rollout" off (no_bucketing_key); user: no',
    ]);
    expect(debugged().join('\n')).not.toMatch(/secret-|ada|grace|gold/);
  });

  it('reports when it is unknown whether there was a user', async () => {
    const { app, debugged } = await startShop({
      logDenials: true,
      contextResolver: () => {
        throw new Error('away');
      },
    });
    await app.ask('/guard', { user: 'ada' });
    expect(debugged()).toEqual([
      'debug Denied ShopController.guard: "premium" off (context_failed), "freeze" off (context_failed); user: unknown',
    ]);
  });

  it('distinguishes a user without an id from a request without a user', async () => {
    const { app, debugged } = await startShop({
      logDenials: true,
      contextResolver: () => ({ userAttributes: { email: 'ada@shop.example' } }),
    });
    await app.ask('/interceptor');
    expect(debugged()).toEqual([
      'debug Denied ShopController.interceptor: "rollout" off (no_bucketing_key); user: without an id',
    ]);
  });

  it('reports an invalid requirement, which denies', async () => {
    const { app, debugged } = await startShop({ logDenials: true });
    const gate = app.nest.get(FlagGate);
    expect(gate.holdsFor({} as FlagRequirement, {}, () => 'Shop.open')).toBe(false);
    expect(debugged()).toEqual(['debug Denied Shop.open: the requirement is invalid; user: no']);
  });

  it('is silent for gates that open, and by default', async () => {
    const on = await startShop({ logDenials: true });
    await on.app.ask('/service', { user: 'ada', plan: 'gold' });
    expect(on.debugged()).toStrictEqual([]);
    const off = await startShop({});
    for (const path of paths) await off.app.ask(path, { user: 'ada' });
    expect(off.debugged()).toStrictEqual([]);
  });

  it('affects no request when the logger throws, or has no debug method', async () => {
    const throwing = Object.assign(new RecordingLogger(), {
      debug: () => {
        throw new Error('disk is full');
      },
    });
    for (const logger of [throwing, new RecordingLogger()]) {
      const { app } = await startShop({ logDenials: true, logger });
      expect(await app.status('/guard', { user: 'ada' })).toBe(404);
      expect(await app.text('/service', { user: 'ada' })).toBe('full price');
    }
  });
});

function written() {
  const logger = new DebugLogger();
  const clock = new ManualClock();
  return { log: new DenialLog(logger, clock), logger, clock };
}

describe('A line of the log of denials', () => {
  const denial: Denial = {
    place: 'Shop.open',
    flags: ['a'],
    context: {},
    evaluate: (key) => ({ key, enabled: false, variant: undefined, value: undefined, reason: 'disabled' }),
  };

  it('is one of a hundred in a second, and the next one reports how many were omitted', () => {
    const { log, logger, clock } = written();
    for (let count = 0; count < 5000; count++) log.add(denial);
    expect(logger.lines).toHaveLength(100);
    clock.advance(1000);
    log.add(denial);
    expect(logger.lines.slice(100)).toEqual([
      'debug 4900 more denials were not logged.',
      'debug Denied Shop.open: "a" off (disabled); user: no',
    ]);
  });

  it('names at most ten flags', () => {
    const { log, logger } = written();
    log.add({ ...denial, flags: Array.from({ length: 1000 }, (_, index) => `flag_${index}`) });
    expect(logger.lines[0]).toContain('"flag_9" off (disabled), and 990 more; user');
    expect(logger.lines[0]).not.toContain('flag_10');
  });

  it('shortens and escapes a key that a guard has taken from a request', () => {
    const { log, logger } = written();
    log.add({ ...denial, flags: ['a"\nERROR b'] });
    log.add({ ...denial, flags: ['x'.repeat(5000)] });
    expect(logger.lines).toEqual([
      'debug Denied Shop.open: "a\\"\\nERROR b" off (disabled); user: no',
      `debug Denied Shop.open: "${'x'.repeat(128)}" off (disabled); user: no`,
    ]);
  });

  it.each([
    ['a method whose name breaks lines', 'Shop.a\nERROR b\u202e', 'Denied Shop.a\\u000aERROR b\\u202e:'],
    ['a method whose name is long', `Shop.${'x'.repeat(5000)}`, `Denied Shop.${'x'.repeat(195)}…:`],
  ])('is shortened and escaped for %s', (_what, place, shown) => {
    const { log, logger } = written();
    log.add({ ...denial, place, flags: [], context: undefined });
    expect(logger.lines[0]).toContain(`${shown} the requirement is invalid; user: no`);
  });
});
