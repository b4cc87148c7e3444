import { describe, expect, it } from '@jest/globals';
import {
  Inject,
  Injectable,
  Scope,
  type INestApplicationContext,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { ContextIdFactory } from '@nestjs/core';
import { FeatureFlag, FeatureFlagsModule, FlagManager, RequireFlag } from '../../../lib/index.js';
import { apps, shop } from './apps.js';

const { boot } = apps();

class PriceService {
  @FeatureFlag('sale', { fallback: () => 'list price' })
  price(): string {
    return 'sale price';
  }
}

class MemberPrices extends PriceService {
  @RequireFlag('sale')
  margin(): number {
    return 40;
  }
}

/** Boots an application with one provider, `PRICES`. */
function bootWith(provider: Record<string, unknown>, sale = true): Promise<INestApplicationContext> {
  const flags = FeatureFlagsModule.forRoot({ initialFlags: { sale } });
  return boot(shop({ imports: [flags], providers: [{ provide: 'PRICES', ...provider } as Provider] }));
}

describe('The gated methods of an object that the application creates itself', () => {
  it.each<[string, Record<string, unknown>]>([
    ['useValue', { useValue: new PriceService() }],
    ['useValue, frozen', { useValue: Object.freeze(new PriceService()) }],
    ['useValue, without a constructor call', { useValue: Object.create(PriceService.prototype) as object }],
    ['useValue, behind a proxy', { useValue: new Proxy(new PriceService(), {}) }],
    [
      'useValue, behind a proxy without new properties',
      { useValue: new Proxy(new PriceService(), { defineProperty: () => false }) },
    ],
    ['useFactory', { useFactory: () => new PriceService() }],
    ['useFactory, asynchronous', { useFactory: async () => await Promise.resolve(new PriceService()) }],
    ['useFactory, of a subclass', { useFactory: () => new MemberPrices() }],
  ])('evaluate the flags of the application (%s)', async (_how, provider) => {
    const app = await bootWith(provider);
    const prices = app.get<PriceService>('PRICES');
    expect(prices.price()).toBe('sale price');
    await app.get(FlagManager).disable('sale');
    expect(prices.price()).toBe('list price');
  });

  it.each<[string, unknown, (provider: never) => PriceService | undefined]>([
    ['an array', [new PriceService()], ([first]: PriceService[]) => first],
    ['a set', new Set([new PriceService()]), (all: Set<PriceService>) => [...all][0]],
    ['a map', new Map([['eu', new PriceService()]]), (all: Map<string, PriceService>) => all.get('eu')],
    ['a plain object', { eu: { gold: new PriceService() } }, (all: { eu: { gold: PriceService } }) => all.eu.gold],
  ])('evaluate the flags of the application in %s', async (_what, value, pick) => {
    const app = await bootWith({ useFactory: () => value });
    expect(pick(app.get<never>('PRICES'))?.price()).toBe('sale price');
  });

  it('adds nothing to the object that a comparison would find', async () => {
    const prices = new PriceService();
    await bootWith({ useValue: prices });
    expect(prices).toStrictEqual(new PriceService());
    expect(Object.keys(prices)).toStrictEqual([]);
  });

  it('does not call the accessors of a plain object', async () => {
    const value = {
      get prices(): PriceService {
        throw new Error('called too early');
      },
    };
    const app = await bootWith({ useValue: value });
    expect(app.get('PRICES')).toBe(value);
  });

  it('evaluate the flags of the application if a promise of the object is injected', async () => {
    @Injectable()
    class Shelf {
      constructor(@Inject('PRICES') readonly prices: PriceService) {}
    }
    const app = await boot(
      shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags: { sale: true } })],
        providers: [{ provide: 'PRICES', useValue: Promise.resolve(new PriceService()) }, Shelf],
      }),
    );
    expect(app.get(Shelf).prices.price()).toBe('sale price');
  });

  it('work when another provider calls them in its onModuleInit', async () => {
    @Injectable()
    class Warmup implements OnModuleInit {
      price = '';
      constructor(@Inject('PRICES') private readonly prices: PriceService) {}

      onModuleInit() {
        this.price = this.prices.price();
      }
    }
    const app = await boot(
      shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags: { sale: true } })],
        providers: [{ provide: 'PRICES', useFactory: () => new PriceService() }, Warmup],
      }),
    );
    expect(app.get(Warmup).price).toBe('sale price');
  });

  it('keep the gate that Nest has injected if a provider returns an injected object', async () => {
    const app = await boot(
      shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags: { sale: true } })],
        providers: [
          PriceService,
          { provide: 'ALIAS', useExisting: PriceService },
          { provide: 'ALL', useFactory: (prices: PriceService) => [prices], inject: [PriceService] },
        ],
      }),
    );
    expect(app.get<PriceService>('ALIAS').price()).toBe('sale price');
    expect(app.get<PriceService[]>('ALL')[0]?.price()).toBe('sale price');
  });

  it('work if they were copied into a class that Nest creates', async () => {
    @Injectable()
    class CopiedPrices {}
    const price = Object.getOwnPropertyDescriptor(PriceService.prototype, 'price');
    Object.defineProperty(CopiedPrices.prototype, 'price', price ?? {});
    const app = await bootWith({ useClass: CopiedPrices });
    expect(app.get<PriceService>('PRICES').price()).toBe('sale price');
  });
});

describe('The gated methods of what a factory creates later', () => {
  it.each<[string, () => unknown]>([
    ['at once', () => new PriceService()],
    ['asynchronously', async () => await Promise.resolve(new PriceService())],
  ])('evaluate the flags of the application for each request (%s)', async (_how, useFactory) => {
    const app = await bootWith({ useFactory, scope: Scope.REQUEST });
    const [one, other] = await Promise.all(
      [1, 2].map(() => app.resolve<PriceService>('PRICES', ContextIdFactory.create())),
    );
    expect(one).not.toBe(other);
    expect([one?.price(), other?.price()]).toEqual(['sale price', 'sale price']);
  });

  it('evaluate the flags of the application if the factory depends on the request', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Basket {}
    const app = await boot(
      shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags: { sale: true } })],
        providers: [Basket, { provide: 'PRICES', useFactory: () => new PriceService(), inject: [Basket] }],
      }),
    );
    expect((await app.resolve<PriceService>('PRICES', ContextIdFactory.create())).price()).toBe('sale price');
  });

  it('evaluate the flags of the application for each class that injects them', async () => {
    @Injectable()
    class Shelf {
      constructor(@Inject('PRICES') readonly prices: PriceService) {}
    }
    const app = await boot(
      shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags: { sale: true } })],
        providers: [Shelf, { provide: 'PRICES', useFactory: () => new PriceService(), scope: Scope.TRANSIENT }],
      }),
    );
    expect(app.get(Shelf).prices.price()).toBe('sale price');
    expect((await app.resolve<PriceService>('PRICES')).price()).toBe('sale price');
  });
});

describe('An object of two applications', () => {
  it('stops the boot of the second, so that no flags are mixed', async () => {
    const prices = new PriceService();
    const app = await bootWith({ useValue: prices }, true);
    await expect(bootWith({ useFactory: () => [prices] }, false)).rejects.toMatchObject({
      code: 'INVALID_GATE',
      message: expect.stringMatching(/An object of PriceService, .* is a provider of two running applications/),
    });
    expect(app.get<PriceService>('PRICES').price()).toBe('sale price');
  });

  it('belongs to the second after the first was closed, or has failed to start', async () => {
    const prices = new PriceService();
    await (await bootWith({ useValue: prices }, true)).close();
    expect((await bootWith({ useValue: prices }, false)).get<PriceService>('PRICES').price()).toBe('list price');

    const others = new PriceService();
    class Typo {
      @FeatureFlag('sale', { fallback: 'missing' })
      price() {}
    }
    await expect(bootWith({ useFactory: () => [others, new Typo()] })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
    expect((await bootWith({ useValue: others }, false)).get<PriceService>('PRICES').price()).toBe('list price');
  });

  it('keeps the flags of the application whose Nest created it', async () => {
    const main = await boot(
      shop({ imports: [FeatureFlagsModule.forRoot({ initialFlags: { sale: true } })], providers: [PriceService] }),
    );
    const other = await bootWith({ useValue: main.get(PriceService) }, false);
    expect(other.get<PriceService>('PRICES').price()).toBe('sale price');
  });
});
