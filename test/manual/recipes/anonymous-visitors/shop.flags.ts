import type { FlagDefinitions } from 'nestjs-feature-flags';

const variants = [
  { name: 'classic', weight: 50 },
  { name: 'modern', weight: 50 },
];

export const shopFlags: FlagDefinitions = {
  // Bucketed by the visitor, before and after sign-in: stable in one browser.
  landing_page: { type: 'variant', variants, bucketBy: 'sessionId' },
  // Bucketed by the user; a visitor who signs in keeps the variant, on other devices as well.
  checkout_theme: { type: 'variant', variants, sticky: { version: 1, fallbackBy: 'sessionId' } },
  // For users who have signed in: a user without an id has no targeting key.
  order_history: { type: 'percentage', percentage: 50, bucketBy: 'userId' },
};
