import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplication } from '@nestjs/common';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import {
  FeatureFlag,
  FeatureFlagsModule,
  FLAG_PROVIDERS,
  FlagManager,
  FlagReader,
  MemoryProvider,
} from 'nestjs-feature-flags';
import request from 'supertest';
import { AppModule } from './recipes/testing/app.module.js';
import { FakeFlags } from './recipes/testing/fake-flags.js';

let app: INestApplication | undefined;
afterEach(() => app?.close());

async function start(prepare: (builder: TestingModuleBuilder) => unknown): Promise<INestApplication> {
  const builder = Test.createTestingModule({ imports: [AppModule] });
  prepare(builder);
  app = (await builder.compile()).createNestApplication({ logger: false });
  return await app.init();
}

describe('The ways to set flags in tests of the manual', () => {
  it('decide every gate by overrideProvider(FlagReader)', async () => {
    const shop = await start((builder) => builder.overrideProvider(FlagReader).useValue(new FakeFlags(['beta'])));
    await request(shop.getHttpServer()).get('/beta').expect(200);
    await request(shop.getHttpServer()).get('/checkout').expect(200, ['address', 'payment', 'confirm']);
  });

  it('replace all sources of definitions by overrideProvider(FLAG_PROVIDERS)', async () => {
    const provider = new MemoryProvider({ beta: true });
    const shop = await start((builder) => builder.overrideProvider(FLAG_PROVIDERS).useValue([provider]));
    await request(shop.getHttpServer()).get('/beta').expect(200);
    provider.set('beta', false);
    await shop.get(FlagManager).refresh();
    await request(shop.getHttpServer()).get('/beta').expect(404);
  });
});

describe('A unit test of a class with method decorators', () => {
  @Injectable()
  class PriceService {
    @FeatureFlag('discount', { fallback: () => 10 })
    price(): number {
      return 8;
    }
  }

  it('fails when the class is created with new', () => {
    expect(() => new PriceService().price()).toThrow(expect.objectContaining({ code: 'NOT_RUNNING' }));
  });

  it('gets its flags from a testing module', async () => {
    const imports = [FeatureFlagsModule.forRoot({ initialFlags: { discount: true } })];
    const module = await Test.createTestingModule({ imports, providers: [PriceService] }).compile();
    expect(module.get(PriceService).price()).toBe(8);
    await module.get(FlagManager).disable('discount');
    expect(module.get(PriceService).price()).toBe(10);
    await module.close();
  });
});
