import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable, Module, Scope, UseGuards, type INestApplication } from '@nestjs/common';
import { ContextIdFactory, LazyModuleLoader, REQUEST } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import type { FlagDefinitions } from '../../../lib/engine/flag.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { FeatureFlag } from '../../../lib/nest/decorators/feature-flag.decorator.js';
import { FlagEnabled } from '../../../lib/nest/decorators/flag-parameters.decorator.js';
import { GateNotInjectedError } from '../../../lib/nest/gates/gate-not-injected.error.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import { FlagGuard } from '../../../lib/nest/gates/flag.guard.js';
import { apps, shop } from './apps.js';

const { boot, serve } = apps();

@Injectable()
class CheckoutService {
  @FeatureFlag('new_checkout', { fallback: () => 'legacy' })
  checkout(): string {
    return 'new';
  }
}

@Controller()
class CheckoutController {
  constructor(private readonly service: CheckoutService) {}

  @Get('premium')
  @UseGuards(FlagGuard('new_checkout'))
  premium() {
    return 'premium';
  }

  @Get('checkout')
  checkout(@FlagEnabled('new_checkout') enabled: boolean) {
    return { enabled, checkout: this.service.checkout() };
  }
}

function shopWith(initialFlags: FlagDefinitions) {
  const flags = FeatureFlagsModule.forRoot({ initialFlags });
  return shop({ imports: [flags], controllers: [CheckoutController], providers: [CheckoutService] });
}

async function answersOf(app: INestApplication) {
  const checkout = await request(app.getHttpServer()).get('/checkout');
  const premium = await request(app.getHttpServer()).get('/premium');
  return { ...(checkout.body as object), premium: premium.status };
}

const ON = { enabled: true, checkout: 'new', premium: 200 };
const OFF = { enabled: false, checkout: 'legacy', premium: 404 };

describe('Two apps in one process', () => {
  it('with different flags do not see each other, through guards, decorators and parameters that they share', async () => {
    const on = await serve(shopWith({ new_checkout: true }));
    const off = await serve(shopWith({ new_checkout: false }));
    expect(await answersOf(on)).toEqual(ON);
    expect(await answersOf(off)).toEqual(OFF);
    expect(await Promise.all([answersOf(off), answersOf(on), answersOf(off)])).toEqual([OFF, ON, OFF]);
  });

  it('have separate overrides and audit logs even with the same module class', async () => {
    const root = shopWith({ new_checkout: true });
    const [first, second] = [await serve(root), await serve(root)];
    expect(first.get(FlagManager)).not.toBe(second.get(FlagManager));
    await first.get(FlagManager).disable('new_checkout');
    expect(await answersOf(first)).toEqual(OFF);
    expect(await answersOf(second)).toEqual(ON);
    expect((await first.get(FlagManager).getAuditLog()).entries).toHaveLength(1);
    expect((await second.get(FlagManager).getAuditLog()).entries).toStrictEqual([]);
  });

  it('are closed independently', async () => {
    const root = shopWith({ new_checkout: true });
    const [first, second] = [await serve(root), await serve(root)];
    await first.close();
    expect(second.get(FlagManager).status().state).toBe('ready');
    await second.get(FlagManager).disable('new_checkout');
    expect(await answersOf(second)).toEqual(OFF);
  });
});

describe('The ways to run an app', () => {
  it('include an application context without HTTP, in which decorators gate', async () => {
    const app = await boot(shopWith({ new_checkout: true }));
    expect(app.get(CheckoutService).checkout()).toBe('new');
    await app.get(FlagManager).disable('new_checkout');
    expect(app.get(CheckoutService).checkout()).toBe('legacy');
  });

  it('include a testing module that never listens', async () => {
    const testing = await Test.createTestingModule({ imports: [shopWith({ new_checkout: true })] }).compile();
    expect(testing.get(CheckoutService).checkout()).toBe('new');
    await testing.close();
  });

  it('include modules that are loaded lazily, gated by the flags of the app', async () => {
    @Module({ providers: [CheckoutService] })
    class CheckoutModule {}
    const app = await boot(shop({ imports: [FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true } })] }));
    const lazy = await app.get(LazyModuleLoader).load(() => CheckoutModule);
    expect(lazy.get(CheckoutService).checkout()).toBe('new');
    await app.get(FlagManager).disable('new_checkout');
    expect(lazy.get(CheckoutService).checkout()).toBe('legacy');
  });

  it('exclude flag declarations in a module that is loaded lazily, which would come too late', async () => {
    const app = await boot(shop({ imports: [FeatureFlagsModule.forRoot()] }));
    @Module({ imports: [FeatureFlagsModule.forFeature({ 'checkout.express': true })] })
    class ExpressModule {}
    await expect(app.get(LazyModuleLoader).load(() => ExpressModule)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(/lazily loaded .*checkout\.express/),
    });
  });

  it('register the module once', async () => {
    @Module({ imports: [FeatureFlagsModule.forRoot({ initialFlags: { search: true } })] })
    class SearchModule {}
    await expect(boot(shop({ imports: [FeatureFlagsModule.forRoot(), SearchModule] }))).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(/imported 2 times .*SearchModule/),
    });
  });

  it('exclude calling a gated method on an object that Nest did not create', () => {
    expect(() => new CheckoutService().checkout()).toThrow(GateNotInjectedError);
    expect(() => new CheckoutService().checkout()).toThrow(/CheckoutService\.checkout/);
  });
});

describe('Request-scoped and transient classes', () => {
  @Injectable({ scope: Scope.REQUEST })
  class Cart {
    constructor(
      readonly flags: FlagManager,
      @Inject(REQUEST) private readonly incoming: { readonly query: { readonly item: string } },
    ) {}
    @FeatureFlag('new_checkout', { fallback: 'legacy' })
    checkout(): string {
      return `new ${this.incoming.query.item}`;
    }
    legacy(): string {
      return `legacy ${this.incoming.query.item}`;
    }
  }

  @Controller()
  class CartController {
    constructor(private readonly cart: Cart) {}
    @Get('cart')
    @UseGuards(FlagGuard('cart'))
    show(@FlagEnabled('new_checkout') enabled: boolean) {
      return { enabled, checkout: this.cart.checkout() };
    }
  }

  it('get the one manager, and are gated like singletons', async () => {
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true, cart: true } });
    const app = await serve(shop({ imports: [flags], controllers: [CartController], providers: [Cart] }));
    const server = app.getHttpServer();
    await request(server).get('/cart?item=book').expect(200, { enabled: true, checkout: 'new book' });
    await app.get(FlagManager).disable('new_checkout');
    await request(server).get('/cart?item=pen').expect(200, { enabled: false, checkout: 'legacy pen' });
    await app.get(FlagManager).disable('cart');
    await request(server).get('/cart?item=pen').expect(404);

    const carts = await Promise.all([1, 2].map(() => app.resolve(Cart, ContextIdFactory.create())));
    expect(carts[0]).not.toBe(carts[1]);
    expect(carts.map((cart) => cart.flags)).toEqual([app.get(FlagManager), app.get(FlagManager)]);
  });

  it('are gated when they are transient', async () => {
    @Injectable({ scope: Scope.TRANSIENT })
    class Draft extends CheckoutService {}
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true } });
    const app = await boot(shop({ imports: [flags], providers: [Draft] }));
    expect((await app.resolve(Draft)).checkout()).toBe('new');
  });
});
