import type { FlagOverride } from '../../engine/flag-override.js';
import { InvalidOverrideError } from '../../engine/flag.errors.js';
import { bytesOf, type OverrideSet } from './override-set.js';

/** How many overrides there may be. One more is refused; those that a store holds already are in force all the same. */
export const OverrideLimits = {
  /** Of one flag. */
  perFlag: 10_000,
  /** Of all flags. */
  inAll: 50_000,
  /** Bytes of JSON of all overrides together: 32 MiB. */
  bytes: 32 * 1024 * 1024,
  /** Attributes that the overrides of one flag name in `unitBy`: every evaluation reads each of them. */
  attributes: 10,
} as const;

/** @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when one more override, or a larger one, is over a limit */
export function assertWithinLimits(set: OverrideSet, override: FlagOverride, before: FlagOverride | null): void {
  const { key, unitBy } = override;
  const ofFlag = set.ofFlag(key);
  const added = bytesOf(override) - (before === null ? 0 : bytesOf(before));
  if (added > 0 && set.bytes + added > OverrideLimits.bytes) {
    throw limitExceeded(
      `This would bring all overrides together above the limit of ${OverrideLimits.bytes / 1024 / 1024} MiB`,
    );
  }
  if (before !== null) return;
  if (set.size >= OverrideLimits.inAll) throw limitExceeded(`There are ${OverrideLimits.inAll} overrides already`);
  if (ofFlag === undefined) return;
  if (ofFlag.size >= OverrideLimits.perFlag) {
    throw limitExceeded(`Flag "${key}" has ${OverrideLimits.perFlag} overrides already`);
  }
  if (unitBy === undefined || ofFlag.attributes.has(unitBy)) return;
  if (ofFlag.attributes.size >= OverrideLimits.attributes) {
    throw limitExceeded(`Flag "${key}" has overrides by ${OverrideLimits.attributes} attributes already`);
  }
}

function limitExceeded(why: string): InvalidOverrideError {
  return new InvalidOverrideError(`${why}: clear some, or use a rule, a segment or a user list instead.`);
}
