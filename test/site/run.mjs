// Checks the built site (npm run docs): its links, and its pages in a real browser. Without a browser these steps are
// skipped, unless REQUIRE_SERVICES=1. SCREENSHOTS=folder keeps a picture of each page.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertNone, blocked, skip, step, summary } from '../package/report.mjs';
import { browserPath, checkPages } from './browser.mjs';
import { brokenLinks, externalResources, pagesOf } from './site-links.mjs';
import { serve } from './static-server.mjs';

const site = fileURLToPath(new URL('../../docs/.vitepress/dist', import.meta.url));

if (existsSync(join(site, 'index.html'))) await check();
else blocked('the site', 'it is not built: run "npm run docs"');
process.exitCode = summary() ? 0 : 1;

async function check() {
  const pages = pagesOf(site);
  await step(`every link of ${pages.length} pages leads to a page and a heading`, () => assertNone(brokenLinks(site)));
  await step('no page loads anything from another site', () => assertNone(externalResources(site)));

  const browser = browserPath();
  if (browser === undefined) {
    const reason = 'no browser is installed (such as the package chromium), and CHROMIUM names none';
    return process.env.REQUIRE_SERVICES === '1' ? blocked('the pages', reason) : skip('the pages', reason);
  }
  const server = await serve(site);
  try {
    await checkPages(browser, server.url, pages);
  } finally {
    await server.close();
  }
}
