import { FlagLimits } from '../../engine/flag-limits.js';
import { textOption } from '../../internal/options/option-readers.js';
import { OptionsSchema, type OptionReaders } from '../../internal/options/options-schema.js';

/** Who makes a change, and why: kept in the audit log. */
export interface ChangeOrigin {
  /** The person or service, such as an e-mail address, up to 256 characters. @default 'unknown' */
  readonly actor?: string | undefined;
  /** Why, in the actor's words, up to 1,000 characters. */
  readonly reason?: string | undefined;
  /** Through what the change comes, such as `console`, up to 256 characters. @default 'api' */
  readonly origin?: string | undefined;
}

/** A reader for each of its members, for every call that makes a change. */
export const originReaders = {
  actor: textOption(FlagLimits.nameLength),
  reason: textOption(FlagLimits.descriptionLength, 0),
  origin: textOption(FlagLimits.nameLength),
} satisfies OptionReaders<ChangeOrigin>;

/** The options of a call that takes nothing but the origin. */
export const originOptions = new OptionsSchema<ChangeOrigin>('a change', originReaders);

/**
 * What the audit log keeps of it.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when it is no text, such as a whole user object, or too long
 */
export function originOf({ actor = 'unknown', reason, origin = 'api' }: ChangeOrigin): {
  actor: string;
  reason?: string;
  origin: string;
} {
  originOptions.read({ actor, reason, origin });
  return reason === undefined ? { actor, origin } : { actor, reason, origin };
}
