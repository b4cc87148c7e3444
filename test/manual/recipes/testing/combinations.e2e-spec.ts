import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { flagMatrix, FlagRecorder } from 'nestjs-feature-flags/testing';
import request from 'supertest';
import { AppModule } from './app.module.js';

describe('The checkout', () => {
  let app: INestApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = await module.createNestApplication({ logger: false }).init();
  });
  afterAll(() => app.close());

  const page = () => request(app.getHttpServer()).get('/checkout').expect(200);

  it('ends with a confirmation, whatever the flags are', () =>
    flagMatrix(['new_checkout', 'checkout_theme'], async () => {
      const { body } = await page();
      expect(body).toMatchObject({ steps: expect.arrayContaining(['confirm']) });
    }));

  it('depends on two flags', async () => {
    const recorder = new FlagRecorder({ unknownFlags: 'error' });
    await recorder.run(page);
    expect(recorder.keys.toSorted()).toEqual(['checkout_theme', 'new_checkout']);
    expect(recorder.of('new_checkout')).toMatchObject([{ evaluation: { enabled: false } }]);
  });
});
