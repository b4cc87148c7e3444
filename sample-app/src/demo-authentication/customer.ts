import type { Request } from 'express';

/** Who is shopping, as far as we know. */
export interface Customer {
  readonly id?: string;
  readonly plan?: string;
  readonly country?: string;
  /** The version of the shop's app: Semantic Versioning, such as `2.3.0`. */
  readonly appVersion?: string;
}

/** A request after authentication. `req.user` is where the flags look, and where Passport would put it, too. */
export interface ShopRequest extends Request {
  user?: Customer;
}

/** The customer with these properties; `undefined` when none is known. */
export function customerOf(properties: {
  readonly [Name in keyof Customer]-?: string | undefined;
}): Customer | undefined {
  const known = Object.entries(properties).filter(([, value]) => value !== undefined && value !== '');
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
