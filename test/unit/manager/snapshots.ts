import type { Definitions } from '../../../lib/engine/definitions.js';
import type { FlagOverride } from '../../../lib/engine/flag-override.js';
import { FlagSnapshot } from '../../../lib/manager/reading/flag-snapshot.js';
import { OverrideSet } from '../../../lib/manager/overrides/override-set.js';

/** Services with a clock that stands still. */
export const services = { now: () => 0 };

/** The snapshot of some definitions and overrides, made of the one before. */
export function snapshotOf(
  definitions: Definitions,
  overrides: OverrideSet = OverrideSet.of([]),
  before: FlagSnapshot = FlagSnapshot.EMPTY,
): FlagSnapshot {
  return before.next(definitions, overrides, services);
}

/** An override that turns a flag on or off, for everybody or for one unit. */
export function turned(key: string, enabled: boolean, unit?: string): FlagOverride {
  return { key, serve: { enabled }, unit, actor: 'ops', createdAt: '2026-01-01T00:00:00Z' };
}
