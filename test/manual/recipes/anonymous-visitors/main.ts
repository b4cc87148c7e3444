import { NestFactory } from '@nestjs/core';
import { visitorCookie } from 'nestjs-feature-flags';
import { ShopModule } from './shop.module.js';

async function bootstrap(): Promise<void> {
  const secret = process.env['VISITOR_SECRET'];
  if (secret === undefined) throw new Error('Set VISITOR_SECRET. "openssl rand -base64 32" makes one.');
  const app = await NestFactory.create(ShopModule); // or with a FastifyAdapter
  app.use(visitorCookie({ secrets: [secret] }));
  await app.listen(3000);
}

void bootstrap();
