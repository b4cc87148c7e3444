import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { assertNone, step } from '../package/report.mjs';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const SIZES = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'narrow', width: 360, height: 740 },
];
const SCHEMES = ['light', 'dark'];
const FOLLOWS_MS = 10_000;

/** The browser that `CHROMIUM` names, or one that is installed. */
export function browserPath() {
  return [process.env.CHROMIUM, ...PATHS].find((path) => path !== undefined && existsSync(path));
}

/** Opens the pages of the manual, and the first pages of the API reference, in every size and color scheme. */
export async function checkPages(executablePath, url, pages) {
  const { chromium } = createRequire(new URL('../../docs/package.json', import.meta.url))('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const opened = pages.filter((page) => !page.startsWith('api/') || page.endsWith('/index.html'));
    const inSize = (size) =>
      step(`${opened.length} pages, ${size.name}, light and dark: no error, no horizontal scrolling`, async () =>
        assertNone(await problemsOf(browser, url, opened, size)),
      );
    await Promise.all(SIZES.map(inSize));
    await step('the search finds the page about the answer 404', () => search(browser, url));
  } finally {
    await browser.close();
  }
}

async function problemsOf(browser, url, pages, { name, width, height }) {
  const context = await browser.newContext({ viewport: { width, height } });
  const problems = [];
  const page = await context.newPage();
  let at = '';
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`${at}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`${at}: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
      problems.push(`${at} requests ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${at}: ${response.status()} for ${response.url()}`);
  });
  for (const file of pages) {
    at = file;
    await page.goto(`${url}/${file}`, { waitUntil: 'load' });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const follows = page.waitForFunction(isShownIn, colorScheme, { timeout: FOLLOWS_MS });
      await follows.catch(() => problems.push(`${file} is not shown in ${colorScheme}`));
      const excess = await page.evaluate(excessWidth);
      if (excess > 0) problems.push(`${file} is ${excess} pixels too wide`);
      await keepPicture(page, `${file.replaceAll('/', '-')}-${name}-${colorScheme}.png`);
    }
  }
  await context.close();
  return problems;
}

/** Runs in the page. Only once its scripts run does it follow the color scheme. */
function isShownIn(colorScheme) {
  return document.documentElement.classList.contains('dark') === (colorScheme === 'dark');
}

/** Runs in the page. */
function excessWidth() {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}

async function search(browser, url) {
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.keyboard.press('Control+k');
  await page.locator('#localsearch-input').fill('404');
  const results = page.locator('#localsearch-list a');
  await results.first().waitFor({ timeout: 15_000 });
  await keepPicture(page, 'search.png');
  const found = await results.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  if (!found.some((href) => href.includes('/guide/gates'))) throw new Error(`it finds ${found.join(', ')}`);
  await page.close();
}

async function keepPicture(page, name) {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, name) });
}
