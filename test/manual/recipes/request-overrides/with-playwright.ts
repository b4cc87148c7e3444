import type { Browser, Page } from 'playwright-core'; // or from '@playwright/test'

/** A page whose requests all carry the token in a header. */
export async function pageWithHeader(browser: Browser, token: string): Promise<Page> {
  const context = await browser.newContext({ extraHTTPHeaders: { 'Feature-Flag-Token': token } });
  return await context.newPage();
}

/** A page whose requests to one site carry the token in a cookie. */
export async function pageWithCookie(browser: Browser, token: string, site: string): Promise<Page> {
  const context = await browser.newContext();
  await context.addCookies([
    { name: 'feature-flag-token', value: token, url: site, httpOnly: true, sameSite: 'Strict' },
  ]);
  return await context.newPage();
}
