import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type INestApplication,
} from '@nestjs/common';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import request from 'supertest';
import {
  FeatureFlag,
  FeatureFlagsModule,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  FlagVariant,
} from '../../../lib/index.js';

@Injectable()
class PriceService {
  @FeatureFlag('discount', { fallback: () => 10 })
  price(): number {
    return 8;
  }
}

@Controller()
class ShopController {
  constructor(private readonly prices: PriceService) {}

  @Get('guarded')
  @UseGuards(FlagGuard('beta'))
  guarded() {
    return 'guarded';
  }

  @Get('modern')
  @UseGuards(FlagGuard({ flag: 'theme', variant: 'modern' }))
  modern() {
    return 'modern';
  }

  @Get('intercepted')
  @UseInterceptors(FlagInterceptor('beta'))
  intercepted() {
    return 'intercepted';
  }

  @Get('parameters')
  parameters(@FlagEnabled('beta') beta: boolean, @FlagVariant('theme', 'classic') theme: string) {
    return `${beta} ${theme}`;
  }

  @Get('price')
  price() {
    return String(this.prices.price());
  }
}

const theme = {
  type: 'variant',
  variants: [
    { name: 'classic', weight: 1 },
    { name: 'modern', weight: 0 },
  ],
} as const;
const shop = { controllers: [ShopController], providers: [PriceService] };
const flagged = {
  ...shop,
  imports: [FeatureFlagsModule.forRoot({ initialFlags: { beta: false, discount: false, theme } })],
};

let app: INestApplication | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function start(
  metadata: object,
  prepare: (builder: TestingModuleBuilder) => TestingModuleBuilder = (builder) => builder,
): Promise<INestApplication> {
  app = (await prepare(Test.createTestingModule(metadata)).compile()).createNestApplication({ logger: false });
  return await app.init();
}

/** The status of each route, or its text. */
async function answers(): Promise<Record<string, number | string>> {
  const routes = ['guarded', 'modern', 'intercepted', 'parameters', 'price'];
  const all = await Promise.all(
    routes.map(async (route) => {
      const { status, text } = await request(app?.getHttpServer()).get(`/${route}`);
      return [route, status === 200 ? text : status];
    }),
  );
  return Object.fromEntries(all) as Record<string, number | string>;
}

const closed = { guarded: 404, modern: 404, intercepted: 404, parameters: 'false classic', price: '10' };
const open = {
  guarded: 'guarded',
  modern: 'modern',
  intercepted: 'intercepted',
  parameters: 'true modern',
  price: '8',
};

describe('overrideProvider(FlagManager)', () => {
  it('decides every gate on a flag by an object that has only isEnabled', async () => {
    await start(flagged, (builder) => builder.overrideProvider(FlagManager).useValue({ isEnabled: () => true }));
    expect(await answers()).toEqual({ ...open, modern: 404, parameters: 'true classic' });
  });

  it('decides gates on variants by getVariant', async () => {
    const flags = { isEnabled: () => true, getVariant: () => 'modern' };
    await start(flagged, (builder) => builder.overrideProvider(FlagManager).useValue(flags));
    expect(await answers()).toEqual(open);
  });

  it('decides every gate by an object that has only evaluate', async () => {
    const flags = {
      evaluate: (key: string) => ({ key, enabled: true, variant: 'modern', value: 'modern', reason: 'variant' }),
    };
    await start(flagged, (builder) => builder.overrideProvider(FlagManager).useValue(flags));
    expect(await answers()).toEqual(open);
  });

  it('keeps gates closed, and names stubFlags, if a mock returns nothing', async () => {
    await start(flagged, (builder) => builder.overrideProvider(FlagManager).useValue({ isEnabled: jest.fn() }));
    expect(await answers()).toEqual({ guarded: 500, modern: 500, intercepted: 500, parameters: 500, price: 500 });
    expect(() => app?.get(PriceService).price()).toThrow('use stubFlags({ "discount": true })');
  });
});

describe('spyOn(flags, …)', () => {
  it('decides gates by the answer of isEnabled', async () => {
    await start(flagged);
    const spy = jest.spyOn(app?.get(FlagManager) ?? fail(), 'isEnabled').mockReturnValue(true);
    expect(await answers()).toEqual({ ...open, modern: 404, parameters: 'true classic' });
    expect(spy).toHaveBeenCalledWith('beta', expect.anything());
    spy.mockRestore();
    expect(await answers()).toEqual(closed);
  });

  it('decides gates on variants by the answer of getVariant', async () => {
    await start(flagged);
    const flags = app?.get(FlagManager) ?? fail();
    jest.spyOn(flags, 'isEnabled').mockReturnValue(true);
    jest.spyOn(flags, 'getVariant').mockImplementation(() => 'modern');
    expect(await answers()).toEqual(open);
  });

  it('changes no gate if the spy calls the original method', async () => {
    await start({ ...flagged, imports: [FeatureFlagsModule.forRoot({ initialFlags: {}, defaultEnabled: true })] });
    const before = await answers();
    jest.spyOn(app?.get(FlagManager) ?? fail(), 'isEnabled');
    expect(await answers()).toEqual(before);
    expect(before).toMatchObject({ guarded: 404 });
  });
});

describe('overrideGuard(FlagGuard(…))', () => {
  it('replaces the guard of the same requirement', async () => {
    await start(flagged, (builder) => builder.overrideGuard(FlagGuard('beta')).useValue({ canActivate: () => true }));
    expect(await answers()).toEqual({ ...closed, guarded: 'guarded' });
  });

  it('replaces no guard of another requirement', async () => {
    await start(flagged, (builder) => builder.overrideGuard(FlagGuard('alpha')).useValue({ canActivate: () => true }));
    expect(await answers()).toEqual(closed);
  });
});

describe('overrideInterceptor(FlagInterceptor(…))', () => {
  it('replaces the interceptor of the same requirement', async () => {
    const passing = { intercept: (_context: unknown, next: CallHandler) => next.handle() };
    await start(flagged, (builder) => builder.overrideInterceptor(FlagInterceptor('beta')).useValue(passing));
    expect(await answers()).toEqual({ ...closed, intercepted: 'intercepted' });
  });
});

describe('A testing module without FeatureFlagsModule', () => {
  const routes = {
    controllers: [ShopController],
    providers: [{ provide: PriceService, useValue: { price: () => 7 } }],
  };

  it('creates a controller whose methods a test calls', async () => {
    const module = await Test.createTestingModule(routes).compile();
    expect(module.get(ShopController).guarded()).toBe('guarded');
    await module.close();
  });

  it('does not start an application, and says what to import', async () => {
    await expect(start(routes)).rejects.toThrow(
      /^FlagGuard\("beta"\) depends on flags, but none were injected.*FeatureFlagsTestingModule\.forTest/,
    );
  });

  it('says what to import for a class with a gated method', async () => {
    const compiled = Test.createTestingModule({ providers: [PriceService] }).compile();
    await expect(compiled).rejects.toThrow('in a test, FeatureFlagsTestingModule.forTest({ flags })');
  });
});

describe('useMocker', () => {
  it('decides every gate by a stand-in with isEnabled', async () => {
    await start(shop, (builder) => builder.useMocker(() => ({ isEnabled: () => true })));
    expect(await answers()).toEqual({ ...open, modern: 404, parameters: 'true classic' });
  });

  it('does not start an application with a mock that cannot evaluate flags, and says what to return', async () => {
    const starting = start(shop, (builder) => builder.useMocker(() => ({ holds: jest.fn() })));
    await expect(starting).rejects.toThrow(/its FlagGate is a mock.*return stubFlags\(\{ … \}\)/);
  });
});

function fail(): never {
  throw new Error('The application has not been started.');
}
