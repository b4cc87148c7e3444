import type { Plan } from './messages.js';

/** Whoever has signed in. */
export interface ShopUser {
  readonly id: string;
  readonly country: string;
  readonly plan: Plan;
}

/** A request after authentication, on either platform. */
export interface ShopRequest {
  user: ShopUser;
  /** Where nest-feature-guard looks for the user's id. */
  __user_id?: string;
}
