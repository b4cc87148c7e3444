import { milliseconds, type Duration } from '../../internal/duration.js';
import { durationOption } from '../../internal/options/duration-option.js';

/** The end of an override: an instant, or a duration; none if it never expires. */
export interface OverrideEnd {
  readonly expiresAt?: Date | string | undefined;
  readonly expiresIn?: Duration | undefined;
}

/** The longest duration is ten years. */
export const expiresInOption = durationOption('1ms', '87600h');

/** The meaning of an override without one of these options, for error messages. */
export const END_WIDENING = {
  expiresAt: 'an override that never expires',
  expiresIn: 'an override that never expires',
} as const;

export const TWO_ENDS = 'has both "expiresAt" and "expiresIn": give only one of them';

/** The instant at which an override expires. @param start the instant at which it begins, in milliseconds since 1970 */
export function expiryOf({ expiresAt, expiresIn }: OverrideEnd, start: number): Date | string | undefined {
  return expiresIn === undefined ? expiresAt : new Date(start + milliseconds(expiresIn));
}
