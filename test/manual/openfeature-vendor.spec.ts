import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InMemoryProvider, OpenFeature } from '@openfeature/server-sdk';
import { FeatureFlagsModule, FlagManager } from 'nestjs-feature-flags';
import { OpenFeatureFlagProvider } from 'nestjs-feature-flags/openfeature';
import request from 'supertest';
import { apps, shop } from '../e2e/module/apps.js';
import { AppModule } from './recipes/openfeature-vendor/app.module.js';
import { InvoiceProcessor } from './recipes/openfeature-vendor/invoice.processor.js';

const { boot, serve } = apps();

interface DemoRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  user?: { id: string; plan: string };
}

/** Authentication that believes a header. */
function signIn(incoming: DemoRequest, _response: unknown, next: () => void): void {
  const [id = '', plan = ''] = incoming.headers['x-user']?.split(' ') ?? [];
  incoming.user = { id, plan };
  next();
}

const variants = { on: true, off: false };

beforeEach(async () => {
  const provider = new InMemoryProvider({
    new_checkout: { variants, defaultVariant: 'on', disabled: false },
    checkout_theme: { variants: { modern: 'modern' }, defaultVariant: 'modern', disabled: false },
    premium_prices: {
      variants,
      defaultVariant: 'off',
      disabled: false,
      contextEvaluator: ({ plan }) => (plan === 'gold' ? 'on' : 'off'),
    },
    invoice_v2: {
      variants,
      defaultVariant: 'off',
      disabled: false,
      contextEvaluator: ({ targetingKey }) => (targetingKey === 'customer-1' ? 'on' : 'off'),
    },
  });
  await OpenFeature.setProviderAndWait(provider);
});
afterEach(() => OpenFeature.close());

describe('The recipe of the page on a vendor', () => {
  it("gates on the vendor's flags for the user of the request", async () => {
    const app = await serve(AppModule, (each) => each.use(signIn));
    const checkout = (plan: string) => request(app.getHttpServer()).get('/checkout').set('x-user', `ada ${plan}`);
    expect((await checkout('gold')).body).toStrictEqual({ theme: 'modern', price: 80 });
    expect((await checkout('free')).body).toStrictEqual({ theme: 'modern', price: 100 });
    await app.get(FlagManager).disable('new_checkout', { actor: 'ops' });
    expect((await checkout('gold')).status).toBe(404);
  });

  it("evaluates the vendor's flags outside requests", async () => {
    const externalFlags = new OpenFeatureFlagProvider({ client: OpenFeature.getClient(), keys: ['invoice_v2'] });
    const root = shop({ imports: [FeatureFlagsModule.forRoot({ externalFlags })], providers: [InvoiceProcessor] });
    const processor = (await boot(root)).get(InvoiceProcessor);
    for (const work of ['process', 'preview'] as const) {
      expect(await processor[work]('customer-1')).toBe('v2');
      expect(await processor[work]('customer-2')).toBe('v1');
    }
  });
});
