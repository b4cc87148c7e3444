import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ShopModule } from './shop.module.js';
import { identifyVisitors } from './visitors.express.js';

async function bootstrap(): Promise<void> {
  const secret = process.env['COOKIE_SECRET'];
  if (secret === undefined) throw new Error('Set COOKIE_SECRET. "openssl rand -base64 32" makes one.');
  const app = await NestFactory.create<NestExpressApplication>(ShopModule);
  identifyVisitors(app, [secret]);
  await app.listen(3000);
}

void bootstrap();
