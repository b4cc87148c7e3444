import { Controller, Post, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FeatureFlagsModule } from '../../../../lib/nest/feature-flags.module.js';
import type { Adapter } from '../../../support/http-app.js';
import { shop } from '../../module/apps.js';
import { DemoAuth, headersOf, initialFlags, PriceService, shopHandlers } from './shop-handlers.js';
import type { Outcome, Transport } from './transport.js';

@Controller()
@UseGuards(DemoAuth)
class ShopController extends shopHandlers((name) => Post(name)) {}

export function httpTransport(adapter: Adapter): Transport {
  return {
    start: async (options, logger) => {
      const root = shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags, logger, ...options })],
        controllers: [ShopController],
        providers: [PriceService],
      });
      const app = await NestFactory.create(root, adapter.create(), { logger, forceCloseConnections: true });
      await app.listen(0, '127.0.0.1');
      const url = await app.getUrl();
      return {
        close: () => app.close(),
        connect: async (user) => ({
          ask: async (handler): Promise<Outcome> => {
            const response = await fetch(`${url}/${handler}`, { method: 'POST', headers: headersOf(user) });
            const text = await response.text();
            return response.ok ? { answer: text } : { denied: { status: response.status, body: JSON.parse(text) } };
          },
        }),
      };
    },
    denied: (handler) => ({
      status: 404,
      body: { message: `Cannot POST /${handler}`, error: 'Not Found', statusCode: 404 },
    }),
  };
}
