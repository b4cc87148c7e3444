import { assertFlagKey } from '../../engine/flag-key.js';
import { NO_FORCED_FLAGS, type ForcedFlags } from '../../engine/forced-flags.js';
import { parseOverrideValue } from '../../engine/parse/parse-override.js';
import { quoted } from '../../internal/shown-text.js';
import { serveOf, type OverrideRequest } from '../overrides/new-override.js';

/** The answers to force, by flag key, in the forms that `setOverride` accepts. */
export type ForcedFlagRequests = Readonly<Record<string, OverrideRequest>>;

/**
 * Validates and copies the answers to force, once, so that evaluations need not check them.
 *
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when a key is invalid
 * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) naming the flag whose answer is invalid
 */
export function forcedFlags(requests: ForcedFlagRequests): ForcedFlags {
  const entries = Object.entries(requests);
  if (entries.length === 0) return NO_FORCED_FLAGS;
  return new Map(
    entries.map(([key, request]) => {
      assertFlagKey(key);
      return [key, parseOverrideValue(serveOf(request), `The answer to force for flag ${quoted(key)}`)];
    }),
  );
}

/** Combines forced flags; `inner` takes precedence. */
export function forcedWithin(outer: ForcedFlags | undefined, inner: ForcedFlags | undefined): ForcedFlags | undefined {
  if (outer === undefined || outer.size === 0) return inner;
  if (inner === undefined || inner.size === 0) return outer;
  return new Map([...outer, ...inner]);
}

/** Returns the flags that are forced for the code that runs now. */
export type ForcedFlagsSource = () => ForcedFlags | undefined;

/** Combines sources; later ones take precedence. `undefined` if there is none, so that evaluations need not ask. */
export function forcedByAny(sources: readonly (ForcedFlagsSource | undefined)[]): ForcedFlagsSource | undefined {
  const present = sources.filter((source) => source !== undefined);
  if (present.length < 2) return present[0];
  return () => present.reduce<ForcedFlags | undefined>((outer, source) => forcedWithin(outer, source()), undefined);
}
