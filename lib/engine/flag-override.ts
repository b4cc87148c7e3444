import type { JsonValue } from './json/json-value.js';

/** What an override makes its flag serve: on or off, one variant, or one value. */
export type FlagOverrideValue =
  { readonly enabled: boolean } | { readonly variant: string } | { readonly value: JsonValue };

/** The users to whom an override applies: all, one user, or all with a certain value of an attribute. */
export interface OverrideTarget {
  /** The only targeting key that it applies to; absent if it applies to all users. */
  readonly unit?: string | undefined;
  /**
   * Path of the attribute that `unit` is a value of, or an element of if it is a list. Absent for `userId`; a session
   * id never matches it.
   */
  readonly unitBy?: string | undefined;
}

/** An operator's decision that takes precedence over the definition of a flag. Frozen. */
export interface FlagOverride extends OverrideTarget {
  readonly key: string;
  readonly serve: FlagOverrideValue;
  /** The ISO 8601 instant at which it expires. */
  readonly expiresAt?: string | undefined;
  readonly actor: string;
  readonly reason?: string | undefined;
  /** The ISO 8601 instant at which it was set. */
  readonly createdAt: string;
}
