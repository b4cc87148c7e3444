import { describe, expect, it } from '@jest/globals';
import { FeatureFlagsModule, FlagManager } from '../../lib/index.js';
import { apps, shop } from '../e2e/module/apps.js';
import { adapters, httpApps } from '../support/http-app.js';
import { AppModule } from './recipes/variant-routing/checkout.controller.js';
import { InvoiceService } from './recipes/variant-routing/invoice.service.js';

describe.each(adapters)('The routes of the page on variant routing, on $name', (adapter) => {
  const start = httpApps(adapter);

  it('run the method of the variant that is served', async () => {
    const app = await start(AppModule);
    expect(await app.text('/checkout?coupon=SPRING')).toBe('classic checkout, coupon: SPRING'); // nobody is signed in
    await app.flags.setOverride('checkout_theme', 'modern');
    expect(await app.text('/checkout?coupon=SPRING')).toBe('modern checkout, coupon: SPRING');
    expect(await app.text('/checkout')).toBe('modern checkout, coupon: none');
  });
});

describe('The service of the page on variant routing', () => {
  const { boot } = apps();

  it('runs the method of the variant of the customer in its argument', async () => {
    const variants = ['letter', 'table'].map((name) => ({ name, weight: 1 }));
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { invoice_layout: { type: 'variant', variants } } });
    const app = await boot(shop({ imports: [flags], providers: [InvoiceService] }));
    await app.get(FlagManager).setOverride('invoice_layout', 'letter', { unit: 'ada' });
    await app.get(FlagManager).setOverride('invoice_layout', 'table', { unit: 'bob' });
    const invoices = app.get(InvoiceService);
    expect(invoices.render({ id: '7', customerId: 'ada' })).toBe('letter for 7');
    expect(invoices.render({ id: '8', customerId: 'bob' })).toBe('table for 8');
  });
});
