import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SampleApp } from './sample-app.js';

describe('The shop of the sample app', () => {
  let app: SampleApp;
  beforeAll(async () => {
    app = await SampleApp.start();
  });
  afterAll(async () => {
    await app.stop();
  });

  async function bodyOf(path: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const { status, body } = await app.get(path, headers);
    expect(status).toBe(200);
    return body;
  }

  it('checks out in the new way', async () => {
    expect(await bodyOf('/checkout')).toEqual({ checkout: 'new', steps: ['confirm'], giftWrap: false });
  });

  it('offers the gift wrap to colleagues on the list', async () => {
    expect(await bodyOf('/checkout', { 'x-user-id': 'grace' })).toMatchObject({ giftWrap: true });
    expect(await bodyOf('/checkout', { 'x-user-id': 'carol' })).toMatchObject({ giftWrap: false });
  });

  it('rolls the new search out to a share of the customers, each of whom keeps it', async () => {
    const engines = await Promise.all(
      Array.from({ length: 200 }, (_, i) => bodyOf('/search?q=lamp', { 'x-user-id': `user-${i}` })),
    );
    const semantic = JSON.stringify(engines).split('"engine":"semantic"').length - 1;
    expect(semantic).toBeGreaterThan(40); // 30% of 200 is 60, and the customers are always the same
    expect(semantic).toBeLessThan(80);
    expect(await bodyOf('/search?q=lamp', { 'x-user-id': 'user-7' })).toEqual(engines[7]);
  });

  it('keeps anonymous visitors on the old search', async () => {
    expect(await bodyOf('/search?q=LAMP')).toEqual({ engine: 'keyword', products: ['Desk lamp', 'Floor lamp'] });
    expect(await bodyOf('/search')).toMatchObject({ engine: 'keyword' });
  });

  it('rejects a search for two texts at once', async () => {
    const { status, body } = await app.get('/search?q=lamp&q=chair');
    expect(status).toBe(400);
    expect(body).toMatchObject({ message: 'The query parameter "q" may be given only once.' });
  });

  it.each(['premium', 'enterprise'])('opens the lounge to the plan %s', async (plan) => {
    expect(await bodyOf('/premium', { 'x-user-id': 'dave', 'x-user-plan': plan })).toHaveProperty('lounge');
  });

  it.each([{}, { 'x-user-plan': 'free' }, { 'x-user-plan': 'Premium' }, { 'x-user-plan': '' }])(
    'hides the lounge as if it did not exist: %j',
    async (headers) => {
      const lounge = await app.get('/premium', headers);
      const nowhere = await app.get('/nowhere', headers);
      expect(lounge.status).toBe(404);
      expect(lounge.body).toEqual({ message: 'Cannot GET /premium', error: 'Not Found', statusCode: 404 });
      expect(nowhere.body).toEqual({ message: 'Cannot GET /nowhere', error: 'Not Found', statusCode: 404 });
    },
  );

  it('shows each customer one theme, name and value together, and visitors the default', async () => {
    expect(await bodyOf('/theme')).toEqual({ theme: 'classic', accent: '#1f4e79' });
    expect(await bodyOf('/theme', { 'x-user-id': 'ada' })).toEqual({ theme: 'modern', accent: '#0f766e' });
    expect(await bodyOf('/theme', { 'x-user-id': 'bob' })).toEqual({ theme: 'bold', accent: '#b91c1c' });
  });

  it('discounts during the sale', async () => {
    expect([
      { sale: true, discountPercent: 25 },
      { sale: false, discountPercent: 0 },
    ]).toContainEqual(await bodyOf('/sale'));
  });

  it.each([
    { plan: 'beta', country: 'DE', member: true },
    { plan: 'beta', country: 'FR', member: true },
    { plan: 'beta', country: 'US', member: false },
    { plan: 'free', country: 'DE', member: false },
  ])('admits members of the beta program by plan and country: $plan, $country', async ({ plan, country, member }) => {
    const headers = { 'x-user-id': 'erin', 'x-user-plan': plan, 'x-user-country': country };
    expect(await bodyOf('/beta', headers)).toMatchObject({ member });
  });

  it('tells a customer without a country and a visitor how to join the beta program', async () => {
    expect(await bodyOf('/beta', { 'x-user-plan': 'beta' })).toMatchObject({ member: false });
    expect(await bodyOf('/beta')).toMatchObject({ member: false });
  });

  it('lists all flags for the current user, without saying why', async () => {
    const flags = await bodyOf('/flags', { 'x-user-id': 'bob', 'x-user-plan': 'beta', 'x-user-country': 'DE' });
    expect(flags).toEqual([
      { key: 'new_checkout', enabled: true, value: true },
      { key: 'premium_tier', enabled: false, value: false },
      { key: 'checkout/gift_wrap', enabled: false, value: false },
      { key: 'beta_search', enabled: true, value: true },
      { key: 'checkout_theme', enabled: true, variant: 'bold', value: { accent: '#b91c1c' } },
      { key: 'black_friday_sale', enabled: expect.any(Boolean), value: expect.any(Boolean) },
      { key: 'beta_program', enabled: true, value: true },
      { key: 'express_checkout', enabled: false, value: false },
      { key: 'live_prices', enabled: true, value: true },
      { key: 'restock_job', enabled: true, value: true },
    ]);
  });

  it('never confuses concurrent users', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => app.get('/premium', { 'x-user-plan': i % 2 === 0 ? 'premium' : 'free' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, i) => (i % 2 === 0 ? 200 : 404)));
  });
});
