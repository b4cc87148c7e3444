import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, UseInterceptors } from '@nestjs/common';
import {
  FeatureFlag,
  FlagDetails,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  FlagValue,
  FlagVariant,
  type ExposureSink,
  type FeatureFlagsConfig,
  type FlagDefinitions,
} from '../../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../../lib/nest/feature-flags.options.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

const everybody = { type: 'percentage', percentage: 100 } as const;
const nobody = { type: 'percentage', percentage: 0 } as const;

const flags: FlagDefinitions = {
  guarded: everybody,
  closed: nobody,
  intercepted: everybody,
  new_checkout: nobody,
  theme: { type: 'variant', variants: [{ name: 'modern', weight: 1, value: { columns: 2 } }] },
  in_service: everybody,
};

@Injectable()
class PriceService {
  constructor(private readonly manager: FlagManager) {}

  total(): number {
    this.manager.track('price_shown', undefined, 20);
    return this.manager.isEnabled('in_service') ? 18 : 20;
  }
}

@Controller()
class ShopController {
  constructor(private readonly prices: PriceService) {}

  @Get('guarded')
  @UseGuards(FlagGuard('guarded'))
  guarded() {
    return 'yes';
  }

  @Get('closed')
  @UseGuards(FlagGuard({ all: ['closed', 'guarded'] }))
  closed() {
    return 'never';
  }

  @Get('intercepted')
  @UseInterceptors(FlagInterceptor('intercepted'))
  intercepted() {
    return 'yes';
  }

  @Get('checkout')
  @FeatureFlag('new_checkout', { fallback: 'legacy' })
  checkout() {
    return 'new';
  }

  legacy() {
    return 'legacy';
  }

  @Get('parameters')
  parameters(
    @FlagVariant('theme') theme: string,
    @FlagValue('theme', {}) layout: object,
    @FlagDetails('theme') details: object,
    @FlagEnabled('guarded') isOn: boolean,
  ) {
    return { theme, layout, details, isOn };
  }

  @Get('service')
  service() {
    return { total: this.prices.total() };
  }
}

function contextResolver(): never {
  throw new Error('The session store does not answer.');
}

describe.each(adapters)('Exposures on $name', (adapter) => {
  const start = httpApps(adapter);

  /** The events of some requests, each as one line. */
  async function eventsOf(
    paths: readonly string[],
    options: FeatureFlagsConfig & FeatureFlagsModuleExtras = {},
  ): Promise<readonly string[]> {
    const lines: string[] = [];
    const onExposure: ExposureSink = (events) => {
      for (const event of events) {
        const what = event.flagKey === undefined ? event.trackingEventName : `${event.flagKey}=${event.variant}`;
        lines.push(`${what} for ${event.targetingKey}`);
      }
    };
    const module = shop({
      flags,
      options: { onExposure, ...options },
      controllers: [ShopController],
      providers: [PriceService],
    });
    const app = await start(module);
    for (const path of paths) await app.ask(path, { user: 'ada' });
    await app.close();
    return lines;
  }

  it("are recorded by each kind of gate, for the request's user, whether the gate opens or not", async () => {
    expect(await eventsOf(['/guarded', '/closed', '/intercepted', '/checkout'])).toStrictEqual([
      'guarded=on for ada',
      'closed=off for ada',
      'intercepted=on for ada',
      'new_checkout=off for ada',
    ]);
  });

  it('are recorded once for all parameters and requests', async () => {
    const events = await eventsOf(['/parameters', '/parameters']);
    expect(events.toSorted()).toStrictEqual(['guarded=on for ada', 'theme=modern for ada']);
  });

  it('are recorded by services, next to the events that they track', async () => {
    expect(await eventsOf(['/service', '/service'])).toStrictEqual([
      'price_shown for ada',
      'in_service=on for ada',
      'price_shown for ada',
    ]);
  });

  it('are recorded for each flag of a gate, once even if the denial is logged', async () => {
    const events = await eventsOf(['/closed'], { logDenials: true });
    expect(events.toSorted()).toStrictEqual(['closed=off for ada', 'guarded=on for ada']);
  });

  it('are not recorded at boot, nor for a request whose context cannot be resolved', async () => {
    expect(await eventsOf([])).toStrictEqual([]);
    expect(await eventsOf(['/guarded', '/parameters', '/service'], { contextResolver })).toStrictEqual([]);
  });
});
