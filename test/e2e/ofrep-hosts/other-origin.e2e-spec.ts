import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { chromium, type Browser, type Page } from 'playwright-core';
import { FeatureFlagsModule } from '../../../lib/index.js';
import { OfrepModule } from '../../../lib/ofrep/index.js';
import { describeWithProgram } from '../../support/describe-with-server.js';
import { adapters, httpApps, type HttpApp } from '../../support/http-app.js';
import { pathOfProgram } from '../../support/program-path.js';

@Module({
  imports: [
    FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: { type: 'boolean', client: true } } }),
    OfrepModule.register({ public: true }),
  ],
})
class ShopModule {}

interface PageAnswer {
  readonly status: number;
  readonly etag: string | null;
  readonly text: string;
}

/** Runs in the page: asks for all flags as the provider of OpenFeature does, with a header that needs a preflight. */
async function askInPage([url, etag]: readonly [string, string]): Promise<PageAnswer> {
  const response = await fetch(`${url}/ofrep/v1/evaluate/flags`, {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json', ...(etag === '' ? {} : { 'if-none-match': etag }) },
    body: '{"context":{"targetingKey":"visitor-1"}}',
  });
  return { status: response.status, etag: response.headers.get('etag'), text: await response.text() };
}

/** A script for the page: it opens the event stream, and shows what it receives. */
function followInPage(url: string): string {
  return `
    const events = new EventSource('${url}/ofrep/v1/events', { withCredentials: true });
    events.addEventListener('open', () => document.body.append(' open'));
    events.addEventListener('message', ({ data }) => document.body.append(' ' + data));
  `;
}

describeWithProgram('chromium', 'A page of another origin', () => {
  let browser: Browser;
  let pages: Server;
  let origin: string;

  beforeAll(async () => {
    const executablePath = pathOfProgram('chromium') ?? '';
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    pages = createServer((_, response) => void response.setHeader('content-type', 'text/html').end('<h1>Shop</h1>'));
    pages.listen(0, 'localhost');
    await once(pages, 'listening');
    const address = pages.address();
    origin = `http://localhost:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(async () => {
    await browser?.close();
    pages?.close();
  });

  describe.each(adapters)('of an application on $name', (adapter) => {
    const start = httpApps(adapter);

    async function open(allowed: string): Promise<{ app: HttpApp; page: Page }> {
      const app = await start(ShopModule, (nest) => nest.enableCors({ origin: allowed, credentials: true }));
      const page = await browser.newPage();
      await page.goto(origin);
      return { app, page };
    }

    it('passes the preflight and reads the entity tag, with which it is answered 304', async () => {
      const { app, page } = await open(origin);
      const first = await page.evaluate(askInPage, [app.url, ''] as const);
      expect(first).toMatchObject({ status: 200, etag: expect.stringMatching(/^"[\w-]+"$/) });
      const again = await page.evaluate(askInPage, [app.url, first.etag ?? ''] as const);
      expect(again).toEqual({ status: 304, etag: first.etag, text: '' });
      await page.close();
    });

    it('is told of a change by the event stream', async () => {
      const { app, page } = await open(origin);
      await page.evaluate(followInPage(app.url));
      await page.getByText('open').waitFor();
      await app.flags.setOverride('new_checkout', false, { actor: 'test' });
      await page.getByText('refetchEvaluation').waitFor();
      await page.close();
    });

    it('reads nothing if the application does not allow its origin', async () => {
      const { app, page } = await open('https://shop.example.com');
      await expect(page.evaluate(askInPage, [app.url, ''] as const)).rejects.toThrow('Failed to fetch');
      await page.close();
    });
  });
});
