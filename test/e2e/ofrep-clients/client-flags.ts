import type { FlagDefinitions } from '../../../lib/index.js';

/** Flags of every kind of value, which clients may ask, and one that they may not. */
export const clientFlags = {
  new_checkout: { type: 'boolean', client: true },
  dark_mode: { type: 'boolean', client: true, enabled: false },
  'checkout/gift_wrap': { type: 'user_list', client: true, users: ['ada', 'grace'] },
  beta_search: { type: 'percentage', client: true, percentage: 50 },
  checkout_theme: {
    type: 'variant',
    client: true,
    variants: [
      { name: 'classic', weight: 1, value: { accent: '#1f4e79', columns: 3 } },
      { name: 'bold', weight: 0, value: { accent: '#b91c1c', columns: 2 } },
    ],
    metadata: { team: 'checkout', experiment: 7, reviewed: true },
  },
  greeting: { type: 'variant', client: true, variants: [{ name: 'formal', weight: 1, value: 'Good evening' }] },
  page_size: { type: 'variant', client: true, variants: [{ name: 'large', weight: 1, value: 48 }] },
  tax_rate: { type: 'variant', client: true, variants: [{ name: 'standard', weight: 1, value: 0.19 }] },
  fraud_check: { type: 'boolean' },
} as const satisfies FlagDefinitions;

/** The flags that clients may ask. */
export const visibleKeys: readonly string[] = Object.entries(clientFlags)
  .filter(([, definition]) => 'client' in definition)
  .map(([key]) => key);
