import type { FlagDefinitions } from '../engine/flag.js';
import type { SegmentDefinitions } from '../engine/targeting/segment.js';

/** The flags of a small shop, one of each type. */
export const SHOP_DEFINITIONS = {
  catalogue: {
    type: 'boolean',
    enabled: true,
    description: 'The catalogue',
    tags: ['shop', 'kill-switch'],
    owner: 'team größe 🛒',
    kind: 'ops',
    expiresAt: '2027-03-31T00:00:00+02:00',
    metadata: { ticket: 'SHOP-42', priority: 1.5, public: true, note: '' },
    client: true,
  },
  new_checkout: { type: 'percentage', percentage: 12.345, salt: 'spring', bucketBy: 'cartId' },
  early_access: { type: 'user_list', enabled: false, users: ['ada', 'grace', '42'] },
  premium: { type: 'user_attribute', attributes: { plan: ['gold', 'platinum'], age: 18, trial: false, coupon: null } },
  sale: { type: 'time_based', start: '2026-11-27T00:00:00+01:00', end: '2026-11-30T00:00:00Z' },
  theme: {
    type: 'variant',
    variants: [
      { name: 'plain', weight: 0.5 },
      { name: 'größe 🛒', weight: 3, value: { colours: ['#fff', '#000'], layout: { columns: 3, note: null } } },
      { name: 'retired', weight: 0, value: false },
    ],
    defaultVariant: 'plain',
  },
} as const satisfies FlagDefinitions;

/** The segments of the shop, one for each way to define the users in it; a flag and a segment may have the same key. */
export const SHOP_SEGMENTS = {
  nobody: {},
  staff: { description: 'Employees of the shop 🛒', include: ['ada', 'grace'], exclude: ['eve', '42'] },
  companies: { attribute: '/company/id', include: ['größe & söhne'] },
  premium: {
    rules: [
      { attribute: 'plan', op: 'in', values: ['gold', 'platinum'] },
      {
        all: [
          { attribute: '/orders/total', op: 'greater_than', value: 1000.5 },
          { any: [{ segment: 'staff' }, { not: { attribute: 'email', op: 'exists' } }] },
          { time: { start: '2026-11-27T00:00:00+01:00' } },
          { rollout: { percentage: 12.345, salt: 'spring' } },
        ],
      },
    ],
  },
} as const satisfies SegmentDefinitions;

/**
 * Keys that contain every valid character, keys of the maximum length, and keys that are names of inherited members of
 * objects.
 */
export const LEGAL_KEYS: readonly string[] = [
  'a',
  '7',
  'new_checkout',
  'newCheckout',
  'NEW-CHECKOUT',
  'checkout.v2',
  'checkout.',
  'eu:shop/search-2.0_beta',
  'a__b..c--d::e//f',
  'a_x2F_._-',
  `a${'b'.repeat(127)}`,
  'constructor',
  'toString',
  'hasOwnProperty',
];

/** Returns the same definition for each of the keys. */
export function definitionsFor<D>(keys: readonly string[], definition: D): Readonly<Record<string, D>> {
  return Object.fromEntries(keys.map((key) => [key, definition]));
}
