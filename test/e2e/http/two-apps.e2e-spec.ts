import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, UseInterceptors } from '@nestjs/common';
import {
  FeatureFlag,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  FlagVariant,
  type FlagDefinitions,
} from '../../../lib/index.js';
import { adapters, httpApps, type HttpApp } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

@Injectable()
class Checkout {
  constructor(private readonly manager: FlagManager) {}

  isOn(): boolean {
    return this.manager.isEnabled('checkout');
  }

  @FeatureFlag('checkout', { fallback: () => 'legacy' })
  gated(): string {
    return 'new';
  }
}

@Controller()
class CheckoutController {
  constructor(private readonly checkout: Checkout) {}

  @Get('guarded')
  @UseGuards(FlagGuard('checkout'))
  guarded(): string {
    return 'guarded';
  }

  @Get('checkout')
  @UseInterceptors(FlagInterceptor({ not: 'closed' }, { fallback: 'closed' }))
  @FeatureFlag('checkout', { fallback: 'legacy' })
  new(@FlagEnabled('checkout') parameter: boolean, @FlagVariant('theme', 'none') theme: string): unknown {
    return { route: 'new', parameter, theme, service: this.checkout.isOn(), gated: this.checkout.gated() };
  }

  legacy(parameter: boolean, theme: string): unknown {
    return { route: 'legacy', parameter, theme, service: this.checkout.isOn(), gated: this.checkout.gated() };
  }
}

const store = (checkout: boolean, theme: string): FlagDefinitions => ({
  checkout,
  closed: false,
  theme: { type: 'variant', variants: [{ name: theme, weight: 1 }] },
});

const opened = (theme: string) => ({ route: 'new', parameter: true, theme, service: true, gated: 'new' });
const dark = (theme: string) => ({ route: 'legacy', parameter: false, theme, service: false, gated: 'legacy' });

describe.each(adapters)('Two applications in one process on $name', (adapter) => {
  const start = httpApps(adapter);

  const startBoth = async (): Promise<[HttpApp, HttpApp]> => {
    const parts = { providers: [Checkout], controllers: [CheckoutController] };
    return [
      await start(shop({ ...parts, flags: store(true, 'bright') })),
      await start(shop({ ...parts, flags: store(false, 'muted') })),
    ];
  };

  const ada = { user: 'ada' };

  it('answer by their own flags, although they share every class', async () => {
    const [north, south] = await startBoth();
    expect(await north.json('/checkout', ada)).toEqual(opened('bright'));
    expect(await south.json('/checkout', ada)).toEqual(dark('muted'));
    expect(await north.status('/guarded', ada)).toBe(200);
    expect(await south.status('/guarded', ada)).toBe(404);
  });

  it('answer by their own flags for concurrent requests', async () => {
    const [north, south] = await startBoth();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? north : south).json('/checkout', ada)),
    );
    expect(answers).toEqual(answers.map((_, index) => (index % 2 === 0 ? opened('bright') : dark('muted'))));
  });

  it('do not see the overrides of the other one', async () => {
    const [north, south] = await startBoth();
    await north.flags.disable('checkout');
    expect(await north.json('/checkout', ada)).toEqual(dark('bright'));
    await south.flags.enable('checkout');
    expect(await south.json('/checkout', ada)).toEqual(opened('muted'));
    expect(await north.json('/checkout', ada)).toEqual(dark('bright'));
    expect(north.flags.getOverrides()).toHaveLength(1);
  });

  it('keep their flags when the other one is closed', async () => {
    const [north, south] = await startBoth();
    await north.close();
    expect(await south.json('/checkout', ada)).toEqual(dark('muted'));
    await south.flags.enable('checkout');
    expect(await south.json('/checkout', ada)).toEqual(opened('muted'));
  });

  it('keep their users apart when one calls the other within a request', async () => {
    @Controller()
    class RelayController {
      static target = '';

      constructor(private readonly manager: FlagManager) {}

      @Get('relay')
      async relay(): Promise<unknown> {
        const before = this.manager.isEnabled('early_access');
        const answer = await fetch(RelayController.target, { headers: { 'x-user-id': 'bob' } });
        return { before, there: await answer.json(), after: this.manager.isEnabled('early_access') };
      }

      @Get('here')
      here(): boolean {
        return this.manager.isEnabled('early_access');
      }
    }
    const module = () =>
      shop({ flags: { early_access: { type: 'user_list', users: ['ada'] } }, controllers: [RelayController] });
    const [near, far] = [await start(module()), await start(module())];
    RelayController.target = `${far.url}/here`;
    expect(await near.json('/relay', ada)).toEqual({ before: true, there: false, after: true });
    expect(await far.json('/here', ada)).toBe(true);
  });
});
