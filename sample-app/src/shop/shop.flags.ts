import type { FlagDefinitions } from 'nestjs-feature-flags';

/**
 * The flags of the shop module; the page may ask for those with `client: true`. A key that `forRoot` also declares would
 * be an error at boot.
 */
export const shopFlags = {
  'checkout/gift_wrap': {
    type: 'user_list',
    description: 'Gift wrapping, for colleagues until the paper has arrived',
    users: ['ada', 'grace'],
    client: true,
  },
  beta_search: { type: 'percentage', description: 'Search by meaning', percentage: 30, client: true },
  checkout_theme: {
    type: 'variant',
    description: 'Which look sells best?',
    variants: [
      { name: 'classic', weight: 50, value: { accent: '#1f4e79' } },
      { name: 'modern', weight: 30, value: { accent: '#0f766e' } },
      { name: 'bold', weight: 20, value: { accent: '#b91c1c' } },
    ],
    defaultVariant: 'classic',
    client: true,
  },
  black_friday_sale: {
    type: 'time_based',
    description: 'From Black Friday until the end of Cyber Monday, Berlin time',
    start: '2026-11-27T00:00:00+01:00',
    end: '2026-12-01T00:00:00+01:00',
    client: true,
  },
  beta_program: { type: 'user_attribute', attributes: { plan: 'beta', country: ['DE', 'FR'] } },
  express_checkout: {
    type: 'percentage',
    description: 'Beta customers in Germany first, then 10% of all others; nobody while the new checkout is off',
    prerequisites: [{ flag: 'new_checkout' }],
    rules: [
      {
        id: 'german-beta-customers',
        when: {
          all: [
            { segment: 'beta_customers' }, // see app.module.ts
            { attribute: 'country', op: 'equals', value: 'DE' },
            { attribute: 'appVersion', op: 'semver_greater_than_or_equal', value: '2.3.0' },
          ],
        },
      },
    ],
    percentage: 10, // of the customers that match no rule
    client: true,
  },
  live_prices: { type: 'boolean', description: 'Prices over a WebSocket' },
  restock_job: { type: 'boolean', description: 'Refills the stock each minute. Kill switch' },
} as const satisfies FlagDefinitions;
