import { spawnSync } from 'node:child_process';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { WsAdapter } from '@nestjs/platform-ws';
import { chromium } from 'playwright-core';
import { FlagManager } from '../../../lib/index.js';
import { AppModule } from '../../../sample-app/src/app.module.js';
import { servePage } from '../../../sample-app/src/page.js';
import { packageName } from '../../e2e/ofrep-clients/package-name.js';
import { BrowserVisitor } from '../../sample-app/browser-visitor.js';
import { RecordingProxy } from '../../support/recording-proxy.js';
import type { Outcome, Recording } from './recording.js';

const BUILD = new URL('../../../sample-app/page/build.mjs', import.meta.url).pathname;

/**
 * Opens the page of the sample app in a real browser as two visitors, and overrides flags while they look at it.
 *
 * @param executablePath the browser
 */
export async function recordPage(executablePath: string): Promise<Recording> {
  spawnSync(process.execPath, [BUILD], { stdio: 'inherit' });
  const app = await NestFactory.create<NestExpressApplication>(AppModule, { logger: false });
  app.useWebSocketAdapter(new WsAdapter(app));
  servePage(app);
  await app.listen(0, '127.0.0.1');
  const proxy = await RecordingProxy.start();
  proxy.setTarget(await app.getUrl());
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const packages = ['@openfeature/react-sdk', '@openfeature/ofrep-web-provider'].map(packageName).join(' with ');
  try {
    const look = async () => {
      const [ada, visitor] = [
        await BrowserVisitor.open(browser, proxy.url),
        await BrowserVisitor.open(browser, proxy.url),
      ];
      await ada.signIn('Ada');
      await flip(app.get(FlagManager), [ada, visitor]);
      await Promise.all([ada.close(), visitor.close()]);
    };
    const outcome = await look().then(
      (): Outcome => ({ title: OUTCOME }),
      (error: unknown): Outcome => ({ title: OUTCOME, error }),
    );
    const exchanges = proxy.exchanges.filter(({ path }) => path.startsWith('/ofrep/v1/'));
    return { name: `${packages} in Chromium ${browser.version()}`, outcomes: [outcome], exchanges };
  } finally {
    await browser.close();
    await proxy.close();
    await app.close();
  }
}

const OUTCOME = 'shows each change to both visitors';

async function flip(flags: FlagManager, visitors: readonly BrowserVisitor[]): Promise<void> {
  const see = (checkout: 'new' | 'legacy') => Promise.all(visitors.map((visitor) => visitor.seesCheckout(checkout)));
  await see('new');
  await flags.setOverride('new_checkout', false, { actor: 'test' });
  await see('legacy');
  await flags.clearOverride('new_checkout', { actor: 'test' });
  await see('new');
}
