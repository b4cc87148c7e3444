import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';
import { describeWithProgram } from '../support/describe-with-server.js';
import { pathOfProgram } from '../support/program-path.js';
import { BrowserVisitor } from './browser-visitor.js';
import { Operator } from './operator.js';
import { SampleApp } from './sample-app.js';

const FLAGS = ['new_checkout', 'checkout/gift_wrap', 'express_checkout', 'beta_search', 'checkout_theme'];

/** The folder of this run's screenshots, which remain after it. */
let folder: string | undefined;

/** Saves a screenshot, and prints where it is. */
async function picture({ page }: BrowserVisitor, name: string): Promise<void> {
  folder ??= mkdtempSync(join(tmpdir(), 'sample-app-page-'));
  const path = join(folder, name);
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  expect(statSync(path).size).toBeGreaterThan(10_000);
  process.stdout.write(`Screenshot of the page of the sample app: ${path}\n`);
}

describeWithProgram('chromium', 'The page of the sample app', () => {
  let app: SampleApp;
  let operator: Operator;
  let browser: Browser;
  const visitors: BrowserVisitor[] = [];

  beforeAll(async () => {
    app = await SampleApp.start();
    operator = new Operator(app);
    const executablePath = pathOfProgram('chromium') ?? '';
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  });
  afterEach(async () => {
    for (const key of FLAGS) await operator.clear(key);
    await Promise.all(visitors.splice(0).map((visitor) => visitor.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  async function open(name?: string, options: { colorScheme?: 'light' | 'dark' } = {}): Promise<BrowserVisitor> {
    const visitor = await BrowserVisitor.open(browser, app.url, options);
    visitors.push(visitor);
    if (name !== undefined) await visitor.signIn(name);
    return visitor;
  }

  it('flips a flag when an operator overrides it, and back when the override is cleared', async () => {
    const ada = await open('Ada');
    await ada.seesCheckout('new');
    await operator.override('new_checkout', { value: false, reason: 'payments are failing' });
    await ada.seesCheckout('legacy');
    await ada.sees('new_checkout', 'off');
    await picture(ada, 'page-legacy-checkout.png');
    await operator.clear('new_checkout');
    await ada.seesCheckout('new');
    await ada.sees('new_checkout', 'on');
    expect(ada.problems).toStrictEqual([]);
  });

  it('shows each visitor their own flags and the reason', async () => {
    const [ada, bob, visitor] = [await open('Ada'), await open('Bob'), await open()];
    await ada.sees('checkout/gift_wrap', 'on');
    await bob.sees('checkout/gift_wrap', 'off');
    await visitor.sees('checkout/gift_wrap', 'off');
    await ada.sees('checkout_theme', 'modern');
    await bob.sees('checkout_theme', 'bold');
    expect(await ada.reasonOf('checkout_theme')).toContain('SPLIT');
    expect(await ada.reasonOf('checkout/gift_wrap')).toContain('TARGETING_MATCH');
    await picture(ada, 'page.png');
    await picture(bob, 'page-bold.png');
    for (const { problems } of [ada, bob, visitor]) expect(problems).toStrictEqual([]);
  });

  it('has an operator panel whose changes appear on the pages of other visitors', async () => {
    const [carol, dave] = [await open('Carol'), await open('Dave')];
    await carol.operate('checkout_theme', 'bold');
    await dave.sees('checkout_theme', 'bold');
    await carol.operate('checkout_theme', 'Clear');
    await dave.sees('checkout_theme', 'classic');
    await carol.operate('beta_search', 'Off');
    await carol.sees('beta_search', 'off');
    await carol.page.getByTestId('engine').getByText('keyword').waitFor();
    for (const { problems } of [carol, dave]) expect(problems).toStrictEqual([]);
  });

  it('sends a policy under which only its own scripts and styles run', async () => {
    const response = await app.get('/');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    );
    const erin = await open('Erin');
    await erin.page.evaluate(
      `document.head.append(Object.assign(document.createElement('script'), { text: 'x = 1' }))`,
    );
    expect(await erin.page.evaluate('typeof x')).toBe('undefined');
    expect(erin.problems.join()).toContain('Content Security Policy');
  });

  it('polls where there is no event stream', async () => {
    const visitor = await BrowserVisitor.open(browser, 'about:blank');
    visitors.push(visitor);
    await visitor.page.route('**/ofrep/v1/events*', (route) => route.fulfill({ status: 503 }));
    await visitor.page.goto(app.url);
    await visitor.seesCheckout('new');
    await operator.override('new_checkout', { value: false, reason: 'payments are failing' });
    await visitor.seesCheckout('legacy');
  });

  it('fits a narrow screen, in light and in dark', async () => {
    const erin = await open('Erin', { colorScheme: 'dark' });
    await erin.sees('express_checkout', 'on');
    await picture(erin, 'page-dark.png');
    expect(await erin.excessWidth(360)).toBe(0);
    await picture(erin, 'page-narrow.png');
    expect(erin.problems).toStrictEqual([]);
  });
});
