import { Controller, Get, Module, UseGuards, type DynamicModule, type Type } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import {
  CurrentFlagContext,
  FlagDetails,
  FeatureFlagsModule,
  FlagVariant,
  visitorCookie,
  type FlagContext,
  type FlagEvaluation,
} from '../../lib/index.js';
import { SignInGuard } from '../e2e/http/support/sign-in.guard.js';
import { adapters, httpApps } from '../support/http-app.js';
import { visitorsWhoAgree } from './recipes/anonymous-visitors/consent.js';
import { shopContext } from './recipes/anonymous-visitors/own-resolver.js';
import { shopFlags } from './recipes/anonymous-visitors/shop.flags.js';
import { ShopModule } from './recipes/anonymous-visitors/shop.module.js';

@Controller()
@UseGuards(SignInGuard)
class PagesController {
  @Get()
  page(
    @CurrentFlagContext() { userId, sessionId }: FlagContext,
    @FlagVariant('landing_page') landing: string,
    @FlagVariant('checkout_theme') theme: string,
    @FlagDetails('order_history') { reason }: FlagEvaluation,
  ) {
    return { userId, sessionId, landing, theme, reason };
  }
}

@Module({ imports: [ShopModule], controllers: [PagesController] })
class SiteModule {}

const SECRET = 'a-secret-of-the-shop-for-its-tests';

interface Page {
  readonly userId?: string;
  readonly sessionId?: string;
  readonly landing: string;
  readonly theme: string;
  readonly reason: string;
}

describe.each(adapters)('The visitors of the manual on $name', (adapter) => {
  const start = httpApps(adapter);

  async function site(middleware = visitorCookie({ secrets: SECRET }), module: Type | DynamicModule = SiteModule) {
    const app = await start(module, (nest) => nest.use(middleware));
    return async (cookie?: string, user?: string) => {
      const headers = cookie === undefined ? {} : { cookie };
      const answer = await app.ask('/', user === undefined ? { headers } : { headers, user });
      const [set] = answer.headers.getSetCookie();
      return { page: JSON.parse(answer.text) as Page, set, cookie: set?.split(';')[0] ?? cookie };
    };
  }

  it('keep their id and variants on every visit', async () => {
    const visit = await site();
    const { page, cookie } = await visit();
    expect(page.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await visit(cookie)).toEqual({ page, set: undefined, cookie });
  });

  it('have no id until they agree, where consent is asked for', async () => {
    const visit = await site(visitorsWhoAgree([SECRET]));
    const before = await visit('lang=de');
    expect([before.page.sessionId, before.set]).toEqual([undefined, undefined]);
    const agreed = await visit('lang=de; consent=yes');
    expect(agreed.set).toContain('Max-Age=15552000');
    expect(agreed.set).toContain(agreed.page.sessionId);
  });

  it('are sessions with a resolver of your own', async () => {
    const flags = FeatureFlagsModule.forRoot({ contextResolver: shopContext, initialFlags: shopFlags });
    class OwnModule {}
    Module({ imports: [flags], controllers: [PagesController] })(OwnModule);
    const visit = await site(undefined, OwnModule);
    const { page, set } = await visit(undefined, 'ada');
    expect(page.userId).toBe('ada');
    expect(set).toContain(`v1.${page.sessionId}.`);
  });

  it('spreads visitors over both variants', async () => {
    const visit = await site();
    const landings = new Set<string>();
    for (let i = 0; i < 40; i++) landings.add((await visit()).page.landing);
    expect([...landings].toSorted()).toEqual(['classic', 'modern']);
  });

  it('keeps both kinds of variant when the visitor signs in, and the sticky one on another device', async () => {
    const visit = await site();
    for (let i = 0; i < 20; i++) {
      const { page: before, cookie } = await visit();
      const { page: after } = await visit(cookie, `user-${i}`);
      expect(after).toMatchObject({ userId: `user-${i}`, landing: before.landing, theme: before.theme });
      const { page: elsewhere } = await visit(undefined, `user-${i}`);
      expect(elsewhere.theme).toBe(before.theme);
    }
  });

  it('does not make a visitor a user', async () => {
    const visit = await site();
    expect((await visit()).page.reason).toBe('no_bucketing_key');
    expect((await visit(undefined, 'ada')).page.reason).not.toBe('no_bucketing_key');
  });
});
