import { afterEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { adapters, httpApps } from '../support/http-app.js';
import { ofrep } from './recipes/ofrep/services.js';

const ADA = { context: { targetingKey: 'ada' } };

afterEach(() => {
  delete process.env['SERVICE_KEY'];
});

describe.each(adapters)('The recipe for services that ask for their own users, on $name', (adapter) => {
  const start = httpApps(adapter);

  async function ask(key?: string) {
    const initialFlags = { wholesale_prices: { type: 'user_list', users: ['ada'], client: true } } as const;
    class ShopModule {}
    Module({ imports: [FeatureFlagsModule.forRoot({ initialFlags }), ofrep] })(ShopModule);
    const app = await start(ShopModule);
    const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'x-api-key': key }) };
    const path = '/internal/ofrep/v1/evaluate/flags/wholesale_prices';
    const { status, text } = await app.ask(path, { method: 'POST', headers, body: JSON.stringify(ADA) });
    return { status, body: JSON.parse(text) as unknown };
  }

  it('answers a service that has the key, for the user that it names', async () => {
    process.env['SERVICE_KEY'] = 'k-1';
    expect(await ask('k-1')).toMatchObject({ status: 200, body: { value: true } });
  });

  it.each([
    ['another key', 'k-2'],
    ['no key', undefined],
  ])('rejects a caller with %s', async (_, key) => {
    process.env['SERVICE_KEY'] = 'k-1';
    expect((await ask(key)).status).toBe(401);
  });

  it('rejects everyone while the application has no key', async () => {
    expect((await ask()).status).toBe(401);
    process.env['SERVICE_KEY'] = '';
    expect((await ask('')).status).toBe(401);
  });
});
