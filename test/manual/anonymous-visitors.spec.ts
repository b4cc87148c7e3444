import { Controller, Get, Module, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { describe, expect, it } from '@jest/globals';
import {
  CurrentFlagContext,
  FlagDetails,
  FlagVariant,
  type FlagContext,
  type FlagEvaluation,
} from '../../lib/index.js';
import { adapters, httpApps } from '../support/http-app.js';
import { ShopModule } from './recipes/anonymous-visitors/shop.module.js';
import { identifyVisitors as onExpress } from './recipes/anonymous-visitors/visitors.express.js';
import { identifyVisitors as onFastify } from './recipes/anonymous-visitors/visitors.fastify.js';

class SignIn implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const request = execution.switchToHttp().getRequest<{ headers: Record<string, string>; user?: object }>();
    const id = request.headers['x-user-id'];
    if (id !== undefined) request.user = { id };
    return true;
  }
}

@Controller()
@UseGuards(SignIn)
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

interface Page {
  readonly userId?: string;
  readonly sessionId: string;
  readonly landing: string;
  readonly theme: string;
  readonly reason: string;
}

describe.each(adapters)('The visitor cookie of the manual on $name', (adapter) => {
  const start = httpApps(adapter);

  async function site(secrets = ['a secret of the shop']) {
    const app = await start(SiteModule, async (nest) => {
      if (adapter.name === 'Express') onExpress(nest as NestExpressApplication, secrets);
      else await onFastify(nest as NestFastifyApplication, secrets);
    });
    return async (cookie?: string, user?: string) => {
      const headers = cookie === undefined ? {} : { cookie };
      const answer = await app.ask('/', user === undefined ? { headers } : { headers, user });
      const [set] = answer.headers.getSetCookie();
      return { page: JSON.parse(answer.text) as Page, set, cookie: set?.split(';')[0] ?? cookie };
    };
  }

  it('is random, signed, and out of reach of scripts, other sites and plain HTTP', async () => {
    const visit = await site();
    const [one, other] = [await visit(), await visit()];
    expect(one.page.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(other.page.sessionId).not.toBe(one.page.sessionId);
    const [value, ...attributes] = (one.set ?? '').split('; ');
    expect(value).toMatch(new RegExp(`^__Host-visitor=(s%3A)?${one.page.sessionId}\\.[^;]+$`));
    expect(attributes).toEqual(
      expect.arrayContaining(['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/', 'Max-Age=31536000']),
    );
  });

  it('is set once, and gives the visitor the same id and variants on every visit', async () => {
    const visit = await site();
    const { page, cookie } = await visit();
    const again = await visit(cookie);
    expect(again).toEqual({ page, set: undefined, cookie });
  });

  it('is replaced when it was forged, so that nobody can choose a bucket', async () => {
    const visit = await site();
    const known = await visit();
    const forged = known.cookie?.replace(known.page.sessionId, '00000000-0000-4000-8000-000000000000');
    const { page, set } = await visit(forged);
    expect(page.sessionId).not.toContain('00000000-0000');
    expect(set).toBeDefined();
  });

  it('stays valid while its secret is in the list', async () => {
    const { page, cookie } = await (await site(['old secret']))();
    const rotated = await site(['new secret', 'old secret']);
    expect((await rotated(cookie)).page.sessionId).toBe(page.sessionId);
    const dropped = await site(['new secret']);
    expect((await dropped(cookie)).page.sessionId).not.toBe(page.sessionId);
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
