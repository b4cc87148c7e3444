import { beforeEach, describe, expect, it } from '@jest/globals';
import { Module, type DynamicModule } from '@nestjs/common';
import { FeatureFlagsModule } from '../../../lib/index.js';
import { OfrepModule } from '../../../lib/ofrep/index.js';
import { adapters, httpApps, type HttpApp } from '../../support/http-app.js';
import type { HostileHost } from './hostile-host.js';
import { hostileHosts } from './hostile-hosts.js';
import { compared, HostedRoutes } from './hosted-routes.js';
import { ProductController } from './product.controller.js';

@Module({})
class HostModule {}

function moduleOf({ providers = [] }: HostileHost): DynamicModule {
  const initialFlags = {
    new_checkout: { type: 'boolean', client: true },
    checkout_theme: { type: 'variant', client: true, variants: [{ name: 'bold', weight: 1, value: { columns: 2 } }] },
    fraud_check: { type: 'boolean' },
  } as const;
  return {
    module: HostModule,
    imports: [FeatureFlagsModule.forRoot({ initialFlags }), OfrepModule.register({ public: true })],
    controllers: [ProductController],
    providers: [...providers],
  };
}

const JSON_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'private, no-store',
  location: null,
};
const THEME = { key: 'checkout_theme', value: { columns: 2 }, variant: 'bold', reason: 'STATIC' };
const CHECKOUT = { key: 'new_checkout', value: true, reason: 'STATIC' };
const plain: HostileHost = { name: 'no global settings', evidence: { isShownBy: ({ status }) => status === 201 } };

describe.each(adapters)('OFREP on $name', (adapter) => {
  const start = httpApps(adapter);

  describe.each([plain, ...hostileHosts])('in an application with $name', (host) => {
    let app: HttpApp;
    let routes: HostedRoutes;
    beforeEach(async () => {
      app = await start(moduleOf(host), host.prepare);
      routes = new HostedRoutes(app, host);
    });

    it('answers an ordinary route as its settings say', async () => {
      const { path = '/products', body = '{"name":"Lamp"}', isShownBy } = host.evidence;
      const headers = { 'content-type': 'application/json', 'accept-encoding': 'gzip' };
      expect(isShownBy(await app.ask(path, { method: 'POST', headers, body }))).toBe(true);
    });

    it('answers one flag with 200 and its JSON, and nothing around it', async () => {
      expect(compared(await routes.single('checkout_theme'))).toStrictEqual({
        status: 200,
        headers: JSON_HEADERS,
        body: THEME,
      });
    });

    it('answers all flags for clients, and 304 to their entity tag until a flag changes', async () => {
      const first = await routes.bulk();
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[\w-]+"$/);
      expect(compared(first)).toStrictEqual({
        status: 200,
        headers: JSON_HEADERS,
        body: { flags: [THEME, CHECKOUT], eventStreams: expect.any(Array), metadata: { version: expect.any(String) } },
      });
      const same = await routes.bulk({ 'if-none-match': etag });
      expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', etag]);
      await app.flags.setOverride('new_checkout', false);
      expect((await routes.bulk({ 'if-none-match': etag })).status).toBe(200);
    });

    it('answers 404 for a flag that is not for clients', async () => {
      expect(compared(await routes.single('fraud_check'))).toStrictEqual({
        status: 404,
        headers: JSON_HEADERS,
        body: { key: 'fraud_check', errorCode: 'FLAG_NOT_FOUND', errorDetails: expect.any(String) },
      });
    });

    it('answers 400 to a body that is not JSON, or has no context', async () => {
      expect(compared(await routes.single('new_checkout', '{'))).toStrictEqual({
        status: 400,
        headers: JSON_HEADERS,
        body: { key: 'new_checkout', errorCode: 'PARSE_ERROR', errorDetails: expect.any(String) },
      });
      expect(compared(await routes.bulk({}, '{"user":"ada"}'))).toStrictEqual({
        status: 400,
        headers: JSON_HEADERS,
        body: { errorCode: 'INVALID_CONTEXT', errorDetails: expect.any(String) },
      });
    });

    it('sends an event as soon as a flag changes', async () => {
      const event = await routes.eventAfter(() => app.flags.setOverride('new_checkout', false));
      expect(event).toMatchObject({ type: 'refetchEvaluation', etag: expect.any(String) });
    });
  });
});
