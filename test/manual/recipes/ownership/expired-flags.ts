import type { FlagManager } from 'nestjs-feature-flags';

/** The flags that should have been removed by now: "sale (team-checkout)". */
export function expiredFlags(flags: FlagManager, now = Date.now()): string[] {
  return [...flags.getFlags().values()]
    .filter(({ expiresAt }) => expiresAt !== undefined && Date.parse(expiresAt) <= now)
    .map(({ key, owner = 'no owner' }) => `${key} (${owner})`);
}
