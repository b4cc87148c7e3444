import type { INestApplication } from '@nestjs/common';
import { createOverrideToken } from 'nestjs-feature-flags/core';
import request from 'supertest';

export async function testBothCheckouts(app: INestApplication, secret: string): Promise<void> {
  const server: Parameters<typeof request>[0] = app.getHttpServer();
  const token = createOverrideToken({ new_checkout: true }, { secret, audience: 'shop-staging' });

  await request(server).get('/checkout').expect(404);
  await request(server)
    .get('/checkout')
    .set('Feature-Flag-Token', token)
    .expect(200, /New checkout/)
    .expect('Feature-Flag-Overrides', 'new_checkout');
}
