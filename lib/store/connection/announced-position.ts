import type { StorePosition } from '../flag-store.js';
import { parsePosition } from '../store-position.js';

/** The longest message that is parsed, in characters: well above the length of a version with 16 digits and a UUID. */
const LONGEST = 200;

/**
 * The position of the log in a message, written as `VERSION ID`; `undefined` if the message contains none.
 *
 * A message contains no entries. Every client that may publish on the channel can send anything, and the server does not
 * reveal the sender. A message is therefore only a reason to read the log.
 */
export function announcedPosition(message: string): StorePosition | undefined {
  const position = message.length <= LONGEST ? parsePosition(message) : undefined;
  return position?.version === 0 ? undefined : position;
}
