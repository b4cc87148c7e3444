import { FlagLimits } from '../../engine/flag-limits.js';
import { InvalidOptionsError } from '../../engine/flag.errors.js';

/** Who makes a change, and why: kept in the audit log. */
export interface ChangeOrigin {
  /** The person or service, such as an e-mail address, up to 256 characters. @default 'unknown' */
  readonly actor?: string | undefined;
  /** Why, in the actor's words, up to 1,000 characters. */
  readonly reason?: string | undefined;
  /** Through what the change comes, such as `console`. @default 'api' */
  readonly origin?: string | undefined;
}

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
  assertText(actor, 'actor', 1, FlagLimits.nameLength);
  assertText(origin, 'origin', 1, FlagLimits.nameLength);
  if (reason === undefined) return { actor, origin };
  assertText(reason, 'reason', 0, FlagLimits.descriptionLength);
  return { actor, reason, origin };
}

function assertText(value: unknown, option: string, shortest: number, longest: number): void {
  if (typeof value === 'string' && value.length >= shortest && value.length <= longest) return;
  throw new InvalidOptionsError(`The "${option}" of a change must be a text of ${shortest} to ${longest} characters.`);
}
