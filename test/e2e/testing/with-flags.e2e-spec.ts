import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import supertest from 'supertest';
import { FeatureFlagsModule, FlagManager } from '../../../lib/index.js';
import { withFlags } from '../../../lib/testing/index.js';
import { createOverrideToken } from '../../../lib/tokens/create-override-token.js';
import { PriceService, ShopController, ShopModule } from './shop.js';

const off = { beta: false, theme: 'classic', size: 10 };

/** The clients with which a test may send a request, each returning the body. */
const clients = {
  fetch: async (url: string, method: string) => await (await fetch(url, { method })).json(),
  'http.request': async (url: string, method: string) =>
    await new Promise((resolve, reject) => {
      const sent = httpRequest(url, { method }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => (body += part));
        response.on('end', () => resolve(JSON.parse(body)));
      });
      sent.on('error', reject).end();
    }),
  supertest: async (url: string, method: string) => {
    const { origin, pathname } = new URL(url);
    const agent = supertest(origin);
    return (await (method === 'GET' ? agent.get(pathname) : agent.post(pathname).send({ items: 1 }))).body as unknown;
  },
};

/** Starts an application on a free port. */
async function create(adapter: string, metadata: ModuleMetadata): Promise<INestApplication> {
  const module = await Test.createTestingModule(metadata).compile();
  const options = { logger: false } as const;
  const app =
    adapter === 'Express'
      ? module.createNestApplication(options)
      : module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), options);
  await app.listen(0, '127.0.0.1');
  return app;
}

type Send = (url: string, method: string) => Promise<unknown>;

describe.each(['Express', 'Fastify'])('withFlags, with an application on %s', (adapter) => {
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    app = await create(adapter, { imports: [ShopModule] });
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  const page = (send: Send) => send(`${url}/page`, 'GET');

  describe.each(Object.entries(clients))('and requests of %s', (_client, send) => {
    it('serves the flags to the requests of the function only', async () => {
      const within = await withFlags({ beta: true, theme: 'modern', page_size: { value: 50 } }, () => page(send));
      expect(within).toEqual({ beta: true, theme: 'modern', size: 50 });
      expect(await page(send)).toEqual(off);
    });

    it('serves the flags to requests with a body', async () => {
      expect(await withFlags({ discount: true }, () => send(`${url}/order`, 'POST'))).toEqual({ price: 8 });
      expect(await send(`${url}/order`, 'POST')).toEqual({ price: 10 });
    });

    it('keeps 200 concurrent functions apart', async () => {
      const all = await Promise.all(
        Array.from({ length: 200 }, async (_, i) => {
          const flags = { beta: i % 2 === 0, theme: i % 3 === 0 ? 'modern' : 'classic', page_size: { value: i } };
          if (i % 10 === 9) return [await page(send), off];
          return [await withFlags(flags, () => page(send)), { ...flags, page_size: undefined, size: i }];
        }),
      );
      for (const [answer, expected] of all) expect(answer).toEqual(expected);
    });
  });

  it('opens a guard, also for a request that begins when it is awaited', async () => {
    await withFlags({ beta: true }, () => supertest(url).get('/beta').expect(200, 'welcome'));
    await supertest(url).get('/beta').expect(404);
  });

  it('serves the flags to services that the function calls', () => {
    const flags = app.get(FlagManager);
    expect(withFlags({ beta: true }, () => flags.isEnabled('beta'))).toBe(true);
    expect(flags.isEnabled('beta')).toBe(false);
  });

  it('does not affect a request of another test that reuses the connection', async () => {
    await withFlags({ beta: true }, async () => await page(clients.fetch));
    expect(await withFlags({ beta: false }, () => page(clients.fetch))).toEqual(off);
    expect(await page(clients.fetch)).toEqual(off);
  });

  it('ignores a header that belongs to no running function', async () => {
    const headers = { 'x-feature-flags-test-scope': '7c2f0d52-6c0d-4d2e-a9ac-000000000000' };
    const response = await fetch(`${url}/page`, { headers });
    expect(await response.json()).toEqual(off);
  });

  it('serves the flags to a server that was started within the function, and to no later request', async () => {
    const module = await Test.createTestingModule({ imports: [ShopModule] }).compile();
    const own = module.createNestApplication({ logger: false });
    await withFlags({ beta: true }, async () => {
      await supertest((await own.init()).getHttpServer())
        .get('/beta')
        .expect(200);
      await own.listen(0, '127.0.0.1');
    });
    const other = withFlags({ theme: 'modern' }, async () => await clients.fetch(`${await own.getUrl()}/page`, 'GET'));
    expect(await other).toMatchObject({ beta: false, theme: 'modern' });
    await supertest(await own.getUrl())
      .get('/beta')
      .expect(404);
    await own.close();
  });
});

describe.each(['Express', 'Fastify'])('withFlags, with an override token on %s', (adapter) => {
  it('gives way to the token, for its request only', async () => {
    const secret = 'a-secret-of-the-shop-for-its-tests';
    const requestOverrides = { secrets: secret, audience: 'shop', flags: ['beta'] };
    const app = await create(adapter, {
      imports: [FeatureFlagsModule.forRoot({ requestOverrides, initialFlags: { beta: false } })],
      controllers: [ShopController],
      providers: [PriceService],
    });
    const url = await app.getUrl();
    const token = createOverrideToken({ beta: true }, { secret, audience: 'shop' });
    await withFlags({ beta: false }, async () => {
      await supertest(url).get('/beta').set('Feature-Flag-Token', token).expect(200);
      await supertest(url).get('/beta').expect(404);
    });
    await app.close();
  });
});

describe.each(['Express', 'Fastify'])('withFlags, without ambient context on %s', (adapter) => {
  it('serves the flags to guards and services', async () => {
    const app = await create(adapter, {
      imports: [FeatureFlagsModule.forRoot({ ambientContext: false, initialFlags: { beta: false } })],
      controllers: [ShopController],
      providers: [PriceService],
    });
    const url = await app.getUrl();
    await withFlags({ beta: true, discount: true }, async () => {
      await supertest(url).get('/beta').expect(200);
      expect(await clients.fetch(`${url}/page`, 'GET')).toMatchObject({ beta: true });
    });
    await supertest(url).get('/beta').expect(404);
    await app.close();
  });
});
