import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { withFlags } from 'nestjs-feature-flags/testing';
import { ShopModule } from './shop.module.js';
import { ShopService } from './shop.service.js';

const TESTS = 200;

const shop = start(); // jest starts concurrent tests before `beforeAll` has finished
let running = 0;
let startAll: () => void;
const allRun = new Promise<void>((resolve) => (startAll = resolve));

async function start(): Promise<INestApplication> {
  const moduleRef = await Test.createTestingModule({ imports: [ShopModule] }).compile();
  const app = moduleRef.createNestApplication({ logger: false });
  await app.listen(0, '127.0.0.1');
  return app;
}

afterAll(async () => {
  await (await shop).close();
});

describe('withFlags', () => {
  for (let i = 0; i < TESTS; i++) {
    const serves = async () => {
      const app = await shop;
      const url = `${await app.getUrl()}/shop/checkout`;
      const flags = { new_checkout: i % 2 === 0, checkout_theme: i % 3 === 0 ? 'classic' : 'modern' };
      await withFlags(flags, async () => {
        if (++running === TESTS) startAll();
        await allRun; // all tests are within withFlags at the same time
        const response = await fetch(url);
        const which = flags.new_checkout ? 'new' : 'legacy';
        expect(await response.text()).toBe(`${which} checkout, ${flags.checkout_theme}`);
        expect(app.get(ShopService).checkout('x')).toBe(`${which} checkout, x`);
      });
    };
    it.concurrent(`serves concurrent test ${i} its own flags`, serves, 60_000);
  }
});
