import type { Flag } from '../engine/flag.js';

/** The version of a stored flag; 0 for none, and for one that was never written at run time. */
export function versionOf(flag: Flag | undefined): number {
  return flag?.version ?? 0;
}
