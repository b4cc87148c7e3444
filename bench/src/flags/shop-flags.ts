import type { BenchFlag } from './bench-flag.js';
import { shopUsers } from './shop-users.js';

/** Whom the allow-list holds: the first 1,000 of the shop's users. */
export const LISTED_USERS = 1_000;

/** The shop's flags, one for each way to decide. */
export const shopFlags = {
  newCheckout: { key: 'new_checkout', kind: 'boolean', enabled: true },
  searchRollout: { key: 'search_rollout', kind: 'percentage', percentage: 30 },
  premiumPreview: {
    key: 'premium_preview',
    kind: 'user_list',
    users: shopUsers(LISTED_USERS).map(({ userId }) => userId),
  },
  betaShipping: {
    key: 'beta_shipping',
    kind: 'user_attribute',
    attributes: { country: ['DE', 'FR', 'AT', 'CH', 'NL'], plan: 'beta' },
  },
  checkoutTheme: {
    key: 'checkout_theme',
    kind: 'variant',
    variants: [
      { name: 'classic', weight: 50 },
      { name: 'compact', weight: 30 },
      { name: 'guided', weight: 20 },
    ],
  },
  seasonSale: {
    key: 'season_sale',
    kind: 'time_window',
    start: '2024-01-01T00:00:00.000Z',
    end: '2099-01-01T00:00:00.000Z',
  },
} as const satisfies Record<string, BenchFlag>;

/** A key that no flag has. */
export const MISSING_KEY = 'express_delivery';
