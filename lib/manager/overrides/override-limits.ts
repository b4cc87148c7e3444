import type { FlagOverride } from '../../engine/flag-override.js';
import { InvalidOverrideError } from '../../engine/flag.errors.js';
import { bytesOf, type OverrideSet } from './override-set.js';

/**
 * The limits of overrides. A new override over a limit is rejected; those that are already in a store stay in force.
 */
export const OverrideLimits = {
  /** The maximum number of overrides of one flag. */
  perFlag: 10_000,
  /** The maximum number of overrides of all flags together. */
  inAll: 50_000,
  /** The maximum size of all overrides together as JSON, in bytes: 32 MiB. */
  bytes: 32 * 1024 * 1024,
  /**
   * The maximum number of different attributes in `unitBy` of one flag's overrides; every evaluation reads all of them.
   */
  attributes: 10,
} as const;

/** @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when the override would exceed a limit */
export function assertWithinLimits(set: OverrideSet, override: FlagOverride, before: FlagOverride | null): void {
  const { key, unitBy } = override;
  const ofFlag = set.ofFlag(key);
  const added = bytesOf(override) - (before === null ? 0 : bytesOf(before));
  if (added > 0 && set.bytes + added > OverrideLimits.bytes) {
    throw limitExceeded(`All overrides together would exceed the limit of ${OverrideLimits.bytes / 1024 / 1024} MiB`);
  }
  if (before !== null) return;
  if (set.size >= OverrideLimits.inAll) throw limitExceeded(`There are already ${OverrideLimits.inAll} overrides`);
  if (ofFlag === undefined) return;
  if (ofFlag.size >= OverrideLimits.perFlag) {
    throw limitExceeded(`Flag "${key}" already has ${OverrideLimits.perFlag} overrides`);
  }
  if (unitBy === undefined || ofFlag.attributes.has(unitBy)) return;
  if (ofFlag.attributes.size >= OverrideLimits.attributes) {
    throw limitExceeded(`Flag "${key}" already has overrides by ${OverrideLimits.attributes} attributes`);
  }
}

function limitExceeded(why: string): InvalidOverrideError {
  return new InvalidOverrideError(`${why}: clear some, or use a rule, a segment or a user list instead.`);
}
