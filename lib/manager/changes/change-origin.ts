import { FlagLimits } from '../../engine/flag-limits.js';
import { textOption } from '../../internal/options/option-readers.js';
import { OptionsSchema, type OptionReaders } from '../../internal/options/options-schema.js';

/** The origin of a change, that is, who makes it and why. It is stored in the audit log. */
export interface ChangeOrigin {
  /**
   * The person or service, such as an e-mail address, up to 256 characters. @default the result of the module's
   * `actorResolver` for the current request, else `'unknown'`
   */
  readonly actor?: string | undefined;
  /** The reason for the change, up to 1,000 characters. */
  readonly reason?: string | undefined;
  /** The tool or interface through which the change is made, such as `console`, up to 256 characters. @default 'api' */
  readonly origin?: string | undefined;
}

/** Readers for the members of an origin, which every call that makes a change accepts. */
export const originReaders = {
  actor: textOption(FlagLimits.nameLength),
  reason: textOption(FlagLimits.descriptionLength, 0),
  origin: textOption(FlagLimits.nameLength),
} satisfies OptionReaders<ChangeOrigin>;

/** The options of a call that accepts only an origin. */
export const originOptions = new OptionsSchema<ChangeOrigin>('a change', originReaders);

/**
 * The members of an origin as the audit log stores them, with their defaults.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a member is not text, such as a whole user object, or is too
 *   long
 */
export function originOf({ actor = 'unknown', reason, origin = 'api' }: ChangeOrigin): {
  actor: string;
  reason?: string;
  origin: string;
} {
  originOptions.read({ actor, reason, origin });
  return reason === undefined ? { actor, origin } : { actor, reason, origin };
}
