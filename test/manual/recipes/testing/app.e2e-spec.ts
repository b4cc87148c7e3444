import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { withFlags } from 'nestjs-feature-flags/testing';
import request from 'supertest';
import { AppModule } from './app.module.js';

describe('The shop', () => {
  let app: INestApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = module.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(() => app.close()); // ends watchers, timers and connections

  const get = (path: string) => request(app.getHttpServer()).get(path);

  it('shows the beta while its flag is on', () => withFlags({ beta: true }, () => get('/beta').expect(200, 'welcome')));

  it('hides the beta while its flag is off', () => withFlags({ beta: false }, () => get('/beta').expect(404)));

  it('checks out in one step, in the modern theme', () =>
    withFlags({ new_checkout: true, checkout_theme: 'modern' }, () =>
      get('/checkout').expect(200, { steps: ['confirm'], theme: 'modern' }),
    ));
});
