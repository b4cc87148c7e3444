import type { FlagContext } from '../../../lib/index.js';

export interface MicrosoftContext {
  readonly User?: string;
  readonly Groups?: readonly string[];
}

/** The attribute whose value is the unit. */
export const UNIT = 'contextId';

/** What Microsoft hashes begins with the user and a line feed: somebody without a user is a unit as well. */
export function contextOf({ User: userId, Groups: groups = [] }: MicrosoftContext): FlagContext {
  return { userId, userAttributes: { groups, [UNIT]: `${userId ?? ''}\n` } };
}
