import type { FlagDefinitions } from 'nestjs-feature-flags';

/** On for the benchmark's user; `new_checkout` only while the plan is `beta`. */
export const SHOP_FLAGS = {
  new_checkout: { type: 'user_attribute', attributes: { plan: 'beta' } },
  beta_search: true,
  one_click: { type: 'percentage', percentage: 60 },
  gift_cards: { type: 'user_list', users: ['user-7', 'user-42'] },
  local_payment: { type: 'user_attribute', attributes: { country: ['DE', 'AT', 'CH'] } },
} satisfies FlagDefinitions;
