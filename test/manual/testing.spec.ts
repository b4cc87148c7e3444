import { afterEach, describe, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { FLAG_PROVIDERS, FlagGuard, FlagManager, FlagReader, MemoryProvider } from 'nestjs-feature-flags';
import { stubFlags } from 'nestjs-feature-flags/testing';
import request from 'supertest';
import { AppModule } from './recipes/testing/app.module.js';

let app: INestApplication | undefined;
afterEach(() => app?.close());

async function start(prepare: (builder: TestingModuleBuilder) => unknown): Promise<INestApplication> {
  const builder = Test.createTestingModule({ imports: [AppModule] });
  prepare(builder);
  app = (await builder.compile()).createNestApplication({ logger: false });
  return await app.init();
}

describe('The ways to mock flags in tests of the manual', () => {
  it.each([FlagManager, FlagReader])('decide every gate by overrideProvider with stubFlags', async (token) => {
    const stub = stubFlags({ beta: true, checkout_theme: 'modern' });
    const shop = await start((builder) => builder.overrideProvider(token).useValue(stub));
    await request(shop.getHttpServer()).get('/beta').expect(200);
    await request(shop.getHttpServer())
      .get('/checkout')
      .expect(200, { steps: ['address', 'payment', 'confirm'], theme: 'modern' });
  });

  it('decide every gate by an object with isEnabled', async () => {
    const shop = await start((builder) =>
      builder.overrideProvider(FlagManager).useValue({ isEnabled: () => true, getVariant: () => 'modern' }),
    );
    await request(shop.getHttpServer()).get('/beta').expect(200);
    await request(shop.getHttpServer())
      .get('/checkout')
      .expect(200, { steps: ['confirm'], theme: 'modern' });
  });

  it('replace a guard by overrideGuard', async () => {
    const open = { canActivate: () => true };
    const shop = await start((builder) => builder.overrideGuard(FlagGuard('beta')).useValue(open));
    await request(shop.getHttpServer()).get('/beta').expect(200);
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
