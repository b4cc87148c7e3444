import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { FlagManager } from 'nestjs-feature-flags';
import { withFlags } from 'nestjs-feature-flags/testing';
import { WebSocket } from 'ws';
import { startShop } from './start-shop.js';

/** The data of an answer about the armchair. */
const answer = (inStock: number | null) => ({ search: { products: [{ name: 'Armchair', inStock }] } });

describe('The catalogue in GraphQL', () => {
  const shop = startShop();

  const search = () =>
    shop.ask('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ search(text: "armchair") { engine products { name inStock } } }' }),
    });

  it.concurrent.each([
    { beta_search: true, engine: 'semantic' },
    { beta_search: false, engine: 'keyword' },
  ])('searches with the $engine engine while beta_search is $beta_search', ({ beta_search, engine }) =>
    withFlags({ beta_search }, async () => {
      expect(await search()).toMatchObject({ data: { search: { engine } } });
    }),
  );

  it('shows the stock to premium customers only', async () => {
    await withFlags({ premium_tier: true, beta_search: false }, async () => {
      expect(await search()).toMatchObject({ data: answer(12) });
    });
    await withFlags({ premium_tier: false, beta_search: false }, async () => {
      expect(await search()).toMatchObject({
        data: answer(null),
        errors: [{ path: ['search', 'products', 0, 'inStock'], extensions: { code: 'FEATURE_FLAG_DISABLED' } }],
      });
    });
  });
});

describe('The prices on the WebSocket', () => {
  const shop = startShop();

  async function price(plan: string): Promise<unknown> {
    const url = new URL(`/live?user=dave&plan=${plan}`, (await shop.app.getUrl()).replace('http', 'ws'));
    const socket = new WebSocket(url);
    try {
      await once(socket, 'open');
      socket.send(JSON.stringify({ event: 'price', data: 'Desk lamp' }));
      const [message] = (await once(socket, 'message')) as [Buffer];
      return JSON.parse(message.toString());
    } finally {
      socket.close();
    }
  }

  it('depend on the plan of the customer', async () => {
    expect(await price('premium')).toEqual({ product: 'Desk lamp', euros: 36 });
    expect(await price('free')).toEqual({ product: 'Desk lamp', euros: 40 });
  });

  it('are rejected while an operator has turned them off', async () => {
    const flags = shop.app.get(FlagManager, { strict: false });
    await flags.disable('live_prices', { reason: 'prices are wrong' });
    expect(await price('premium')).toMatchObject({ event: 'exception', data: { code: 'FEATURE_FLAG_DISABLED' } });
    await flags.clearOverride('live_prices');
    expect(await price('premium')).toEqual({ product: 'Desk lamp', euros: 36 });
  });
});
