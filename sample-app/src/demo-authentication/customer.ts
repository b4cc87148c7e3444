import type { Request } from 'express';

/** The known properties of the customer. */
export interface Customer {
  readonly id?: string;
  readonly plan?: string;
  readonly country?: string;
  /** The version of the shop's app, by Semantic Versioning, such as `2.3.0`. */
  readonly appVersion?: string;
}

/** A request after authentication. The library reads the user from `req.user`, where Passport also stores it. */
export interface ShopRequest extends Request {
  user?: Customer;
}

/** The customer with these properties; `undefined` if none is known. */
export function customerOf(properties: {
  readonly [Name in keyof Customer]-?: string | undefined;
}): Customer | undefined {
  const known = Object.entries(properties).filter(([, value]) => value !== undefined && value !== '');
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
