import type { StorePosition } from '../store/flag-store.js';
import { parsePosition } from './store-position.js';

/** Well above a version of 16 digits and a UUID. */
const LONGEST = 200;

/**
 * Where a message says that the log stands, as text `VERSION ID`; `undefined` when it says nothing of the kind.
 *
 * A message holds no entries. Whoever has the right to publish on the channel can send anything, and Redis does not tell
 * who sent it. So a message is only a reason to look at the log, and what is in the log counts.
 */
export function announcedPosition(message: string): StorePosition | undefined {
  const position = message.length <= LONGEST ? parsePosition(message) : undefined;
  return position?.version === 0 ? undefined : position;
}
