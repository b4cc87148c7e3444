import type { JsonValue } from './json/json-value.js';

/** The answer that an override gives its flag: on or off, one variant, or one value. */
export type FlagOverrideValue =
  | {
      /** Whether the flag is on; a variant flag that is on draws one of its variants. */
      readonly enabled: boolean;
    }
  | {
      /** The name of one of the flag's variants. */
      readonly variant: string;
    }
  | {
      /** The value that the flag serves; the flag is off if it is `false` or `null`, and on otherwise. */
      readonly value: JsonValue;
    };

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
  /** The key of the flag that is overridden. */
  readonly key: string;
  /** The answer that the flag gives while the override is in force. */
  readonly serve: FlagOverrideValue;
  /** The ISO 8601 instant at which it expires. */
  readonly expiresAt?: string | undefined;
  /** The name of the operator or system that set the override, up to 256 characters. */
  readonly actor: string;
  /** The reason that was given for it, up to 1,000 characters; absent if none was given. */
  readonly reason?: string | undefined;
  /** The ISO 8601 instant at which it was set. */
  readonly createdAt: string;
}
