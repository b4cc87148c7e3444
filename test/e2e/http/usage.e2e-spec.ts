import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, UseInterceptors } from '@nestjs/common';
import {
  FeatureFlag,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  FlagVariant,
  MemoryStore,
  type FlagDefinitions,
} from '../../../lib/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

const flags: FlagDefinitions = {
  guarded: true,
  closed: false,
  intercepted: true,
  new_checkout: false,
  theme: { type: 'variant', variants: [{ name: 'modern', weight: 1 }] },
  in_parameter: { type: 'user_list', users: ['ada'] },
  in_service: true,
  removed_last_year: true,
};

@Injectable()
class PriceService {
  constructor(private readonly manager: FlagManager) {}

  total(): number {
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
  @UseGuards(FlagGuard('closed'))
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
  parameters(@FlagVariant('theme') theme: string, @FlagEnabled('in_parameter') isOn: boolean) {
    return { theme, isOn };
  }

  @Get('service')
  service() {
    return { total: this.prices.total() };
  }
}

const ROUTES = ['/guarded', '/closed', '/intercepted', '/checkout', '/parameters', '/service'];

describe.each(adapters)('The usage of two applications that share a store, on $name', (adapter) => {
  const start = httpApps(adapter);

  it('contains the answers of all gates, parameters and services', async () => {
    const store = new MemoryStore();
    const parts = {
      controllers: [ShopController],
      providers: [PriceService],
      flags,
      options: { store, usage: true },
    };
    const [one, other] = [await start(shop(parts)), await start(shop(parts))];
    for (const route of ROUTES) {
      await one.open(route, { user: 'ada' });
      await other.open(route, { user: 'bob' });
    }
    await other.nest.close();
    const report = await one.flags.getUsage();
    const answers = report.flags.map(({ key, answers: served }) => [
      key,
      ...served.map(({ enabled, variant, count }) =>
        [enabled ? 'on' : 'off', variant, count].filter((part) => part !== undefined).join(' '),
      ),
    ]);
    expect(answers).toStrictEqual([
      ['closed', 'off 2'],
      ['guarded', 'on 2'],
      ['in_parameter', 'off 1', 'on 1'],
      ['in_service', 'on 2'],
      ['intercepted', 'on 4'], // checked before the pipes, and again by the interceptor
      ['new_checkout', 'off 2'],
      ['removed_last_year'],
      ['theme', 'on modern 2'],
    ]);
    expect(JSON.stringify(report)).not.toMatch(/ada|bob/);
  });
});
