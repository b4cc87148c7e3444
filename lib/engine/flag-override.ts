import type { JsonValue } from './json/json-value.js';

/** What an override makes of its flag: on or off, one variant, or one value. */
export type FlagOverrideValue =
  { readonly enabled: boolean } | { readonly variant: string } | { readonly value: JsonValue };

/** Whom an override applies to: everybody, one user, or everybody with one value of an attribute. */
export interface OverrideTarget {
  /** The only targeting key it applies to; absent: everybody. */
  readonly unit?: string | undefined;
  /** Path of the attribute that `unit` is a value of, of a list one element. Absent: `userId`, and never a session's id. */
  readonly unitBy?: string | undefined;
}

/** An operator's decision that outranks the definition of a flag. Frozen. */
export interface FlagOverride extends OverrideTarget {
  readonly key: string;
  readonly serve: FlagOverrideValue;
  /** The ISO 8601 instant from which it no longer holds. */
  readonly expiresAt?: string | undefined;
  readonly actor: string;
  readonly reason?: string | undefined;
  /** The ISO 8601 instant at which it was set. */
  readonly createdAt: string;
}
