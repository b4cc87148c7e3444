import { parseFlag } from '../../../lib/engine/parse/parse-flag.js';
import type { FlagSet } from '../../../lib/providers/flag-provider.js';

/** Which flags a set holds, and whether they are on. */
export function switches({ flags }: FlagSet): Record<string, boolean> {
  const entries = Object.entries(flags).map(([key, flag]): [string, boolean] => [key, parseFlag(key, flag).enabled]);
  return Object.fromEntries(entries);
}
