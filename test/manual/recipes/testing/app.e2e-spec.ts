import { afterEach, beforeEach, describe, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { FlagManager } from 'nestjs-feature-flags';
import request from 'supertest';
import { AppModule } from './app.module.js';

describe('The shop', () => {
  let app: INestApplication;
  let flags: FlagManager;

  beforeEach(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = module.createNestApplication({ logger: false });
    await app.init();
    flags = app.get(FlagManager);
  });
  afterEach(() => app.close()); // ends watchers, timers and connections

  it.each([
    { isOn: true, status: 200 },
    { isOn: false, status: 404 },
  ])('answers $status for the beta while its flag is on: $isOn', async ({ isOn, status }) => {
    await flags.setOverride('beta', isOn);
    await request(app.getHttpServer()).get('/beta').expect(status);
  });

  it('checks out in one step while new_checkout is on', async () => {
    await flags.enable('new_checkout');
    await request(app.getHttpServer()).get('/checkout').expect(200, ['confirm']);
  });
});
