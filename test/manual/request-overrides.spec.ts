import type { Type } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createOverrideToken } from '../../lib/tokens/create-override-token.js';
import { TOKEN_FAULTS } from '../../lib/tokens/override-token-verifier.js';
import { describeWithProgram } from '../support/describe-with-server.js';
import { adapters, httpApps } from '../support/http-app.js';
import { pathOfProgram } from '../support/program-path.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';
import { propertiesOf } from './properties-of.js';
import { pageWithCookie, pageWithHeader } from './recipes/request-overrides/with-playwright.js';
import { testBothCheckouts } from './recipes/request-overrides/with-supertest.js';

const secret = 'a-secret-of-the-shop-for-its-tests';
const { text } = page('docs/guide/request-overrides.md');
let ShopModule: Type;

beforeAll(async () => {
  process.env['FLAG_TOKEN_SECRET'] = secret;
  ({ ShopModule } = await import('./recipes/request-overrides/shop.module.js'));
});

afterAll(() => {
  delete process.env['FLAG_TOKEN_SECRET'];
});

describe('The page on request overrides', () => {
  it('lists exactly the options that exist', () => {
    const listed = tableRows(text, 'In requestOverrides').map(([name]) => name);
    const path = 'lib/nest/request-overrides/request-overrides.options.ts';
    expect(listed).toEqual(propertiesOf('RequestOverridesOptions', path));
  });

  it('lists exactly the reasons for which a token is ignored', () => {
    const reasons = tableRows(text, 'Reason').map(([reason]) => reason);
    expect(reasons).toEqual([...TOKEN_FAULTS, 'flag_not_allowed']);
  });
});

describe.each(adapters)('The recipes for request overrides on $name', (adapter) => {
  const start = httpApps(adapter);

  it('test both checkouts with supertest', async () => {
    const app = await start(ShopModule);
    await testBothCheckouts(app.nest, secret);
    expect(app.flags.status().requestOverrides).toEqual({ requests: 1, flags: { new_checkout: 1 }, ignored: {} });
  });

  describeWithProgram('chromium', 'in a browser', () => {
    let browser: Browser;

    beforeAll(async () => {
      const executablePath = pathOfProgram('chromium') ?? '';
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    });

    afterAll(() => browser?.close());

    const token = createOverrideToken(
      { new_checkout: true, express_delivery: false },
      { secret, audience: 'shop-staging' },
    );
    const pages: readonly (readonly [string, (site: string) => Promise<Page>])[] = [
      ['the header', () => pageWithHeader(browser, token)],
      ['the cookie', (site) => pageWithCookie(browser, token, site)],
    ];

    it.each(pages)('open a page with the token in %s', async (_, open) => {
      const app = await start(ShopModule);
      const shown = await open(app.url);
      const response = await shown.goto(`${app.url}/checkout`);
      expect(response?.headers()['feature-flag-overrides']).toBe('new_checkout, express_delivery');
      expect(await shown.textContent('body')).toBe('New checkout');
      await shown.context().close();
    });

    it('leave other pages of the same browser as they are', async () => {
      const app = await start(ShopModule);
      const shown = await pageWithCookie(browser, token, app.url);
      const other = await (await browser.newContext()).newPage();
      const [forced, plain] = await Promise.all([shown.goto(`${app.url}/checkout`), other.goto(`${app.url}/checkout`)]);
      expect([forced?.status(), plain?.status()]).toEqual([200, 404]);
      await Promise.all([shown.context().close(), other.context().close()]);
    });
  });
});
