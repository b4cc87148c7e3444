import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable, Post, UseGuards, UseInterceptors } from '@nestjs/common';
import {
  FeatureFlag,
  FlagDetails,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  FlagValue,
  FlagVariant,
  type FlagDefinitions,
  type FlagEvaluation,
  type OverrideRequest,
} from '../../../lib/index.js';
import { adapters, httpApps, type HttpApp, type HttpRequest } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

const flags: FlagDefinitions = {
  checkout: {
    type: 'variant',
    variants: [
      { name: 'modern', weight: 1, value: { columns: 2 } },
      { name: 'bold', weight: 0, value: { columns: 3 } },
    ],
  },
};

@Injectable()
class Checkout {
  constructor(private readonly manager: FlagManager) {}

  isOn(): boolean {
    return this.manager.isEnabled('checkout');
  }

  @FeatureFlag('checkout', { fallback: () => 'fallback' })
  gated(): string {
    return 'route';
  }
}

@Controller()
class CheckoutController {
  constructor(
    private readonly checkout: Checkout,
    @Inject(FlagManager) private readonly manager: FlagManager,
  ) {}

  @Get('guard')
  @UseGuards(FlagGuard('checkout'))
  guard(): string {
    return 'route';
  }

  @Get('variant-guard')
  @UseGuards(FlagGuard({ flag: 'checkout', variant: 'modern' }))
  variantGuard(): string {
    return 'route';
  }

  @Get('decorator')
  @FeatureFlag('checkout', { fallback: () => 'fallback' })
  decorator(): string {
    return 'route';
  }

  @Get('interceptor')
  @UseInterceptors(FlagInterceptor('checkout', { fallback: 'fallback' }))
  interceptor(): string {
    return 'route';
  }

  @Get('parameters')
  parameters(
    @FlagEnabled('checkout') enabled: boolean,
    @FlagVariant('checkout', 'none') variant: string,
    @FlagValue('checkout', { columns: 1 }) value: unknown,
    @FlagDetails('checkout') { reason }: FlagEvaluation,
  ): unknown {
    return { enabled, variant, value, reason };
  }

  @Get('service')
  service(): unknown {
    return { isOn: this.checkout.isOn(), gated: this.checkout.gated() };
  }

  @Post('kill')
  async kill(): Promise<unknown> {
    const before = this.checkout.gated();
    await this.manager.disable('checkout', { actor: 'operator@example.com', reason: 'payment errors' });
    return { before, after: this.checkout.gated() };
  }
}

/** How every way of asking answers. */
async function everyAnswer(app: HttpApp, request: HttpRequest = { user: 'ada' }): Promise<unknown> {
  return {
    guard: await app.status('/guard', request),
    variantGuard: await app.status('/variant-guard', request),
    decorator: await app.text('/decorator', request),
    interceptor: await app.text('/interceptor', request),
    parameters: await app.json('/parameters', request),
    service: await app.json('/service', request),
  };
}

const on = {
  guard: 200,
  variantGuard: 200,
  decorator: 'route',
  interceptor: 'route',
  parameters: { enabled: true, variant: 'modern', value: { columns: 2 }, reason: 'variant' },
  service: { isOn: true, gated: 'route' },
};

const off = {
  guard: 404,
  variantGuard: 404,
  decorator: 'fallback',
  interceptor: 'fallback',
  parameters: { enabled: false, variant: 'none', value: { columns: 1 }, reason: 'override' },
  service: { isOn: false, gated: 'fallback' },
};

describe.each(adapters)('An override on $name', (adapter) => {
  const start = httpApps(adapter);
  const startCheckout = () => start(shop({ flags, providers: [Checkout], controllers: [CheckoutController] }));

  it('set as a kill switch by one request applies to every gate of the next', async () => {
    const app = await startCheckout();
    expect(await everyAnswer(app)).toEqual(on);
    expect(await app.json('/kill', { method: 'POST', user: 'ada' })).toEqual({ before: 'route', after: 'fallback' });
    expect(await everyAnswer(app)).toEqual(off);
    expect(await everyAnswer(app, {})).toEqual(off);
    await app.flags.clearOverride('checkout');
    expect(await everyAnswer(app)).toEqual(on);
  });

  it('for one user applies to every gate of that user, and of nobody else', async () => {
    const app = await startCheckout();
    await app.flags.disable('checkout', { unit: 'ada' });
    expect(await everyAnswer(app, { user: 'ada' })).toEqual(off);
    expect(await everyAnswer(app, { user: 'bob' })).toEqual(on);
    await app.flags.clearOverride('checkout', { unit: 'ada' });
    expect(await everyAnswer(app, { user: 'ada' })).toEqual(on);
  });

  it('for one user outranks the one for everyone', async () => {
    const app = await startCheckout();
    await app.flags.disable('checkout');
    await app.flags.setOverride('checkout', 'modern', { unit: 'ada' });
    const parameters = { ...on.parameters, reason: 'override' };
    expect(await everyAnswer(app, { user: 'ada' })).toEqual({ ...on, parameters });
    expect(await everyAnswer(app, { user: 'bob' })).toEqual(off);
  });

  it.each<[string, OverrideRequest, unknown]>([
    ['a variant', 'bold', { enabled: true, variant: 'bold', value: { columns: 3 }, reason: 'override' }],
    [
      'a value',
      { value: { columns: 9 } },
      { enabled: true, variant: 'none', value: { columns: 9 }, reason: 'override' },
    ],
  ])('may serve %s', async (_what, request, parameters) => {
    const app = await startCheckout();
    await app.flags.setOverride('checkout', request);
    expect(await everyAnswer(app)).toEqual({ ...on, variantGuard: 404, parameters });
  });
});
