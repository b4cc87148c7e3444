import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Test } from '@nestjs/testing';
import { withFlags } from 'nestjs-feature-flags/testing';
import { ShopModule } from '../dist/shop/shop.module.js';

const TESTS = 200;

void describe('withFlags', { concurrency: TESTS }, () => {
  let app;
  let url;
  let running = 0;
  let startAll;
  const allRun = new Promise((resolve) => (startAll = resolve));

  before(async () => {
    const moduleRef = await Test.createTestingModule({ imports: [ShopModule] }).compile();
    app = moduleRef.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/shop/checkout`;
  });
  after(() => app.close());

  for (let i = 0; i < TESTS; i++) {
    void it(`serves concurrent test ${i} its own flags`, { timeout: 60_000 }, async () => {
      const flags = { new_checkout: i % 2 === 0, checkout_theme: i % 3 === 0 ? 'classic' : 'modern' };
      await withFlags(flags, async () => {
        if (++running === TESTS) startAll();
        await allRun; // all tests are within withFlags at the same time
        const response = await fetch(url);
        const which = flags.new_checkout ? 'new' : 'legacy';
        assert.equal(await response.text(), `${which} checkout, ${flags.checkout_theme}`);
      });
    });
  }
});
