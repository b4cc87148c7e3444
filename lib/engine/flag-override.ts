import type { JsonValue } from './json-value.js';

/** What an override makes of its flag: on or off, one variant, or one value. */
export type FlagOverrideValue =
  { readonly enabled: boolean } | { readonly variant: string } | { readonly value: JsonValue };

/** An operator's decision that outranks the definition of a flag. Frozen. */
export interface FlagOverride {
  readonly key: string;
  readonly serve: FlagOverrideValue;
  /** The only unit it holds for; absent: everybody. */
  readonly unit?: string | undefined;
  /** The ISO 8601 instant from which it no longer holds. */
  readonly expiresAt?: string | undefined;
  readonly actor: string;
  readonly reason?: string | undefined;
  /** The ISO 8601 instant at which it was set. */
  readonly createdAt: string;
}
