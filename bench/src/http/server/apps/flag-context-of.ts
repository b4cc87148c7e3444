import type { FlagContext } from 'nestjs-feature-flags';
import type { ShopRequest } from '../shop-user.js';

/** Whom to evaluate for, made by hand: what an application writes that has turned ambient context off. */
export function flagContextOf({ user: { id, country, plan } }: ShopRequest): FlagContext {
  return { userId: id, userAttributes: { country, plan } };
}
