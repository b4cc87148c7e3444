import type { FlagIssue } from '../engine/flag.errors.js';
import type { ProviderStatus } from '../providers/provider-status.js';
import type { ExposureStatus } from './exposure/exposure-status.js';
import type { LifecycleState, ManagerLifecycle } from './manager-lifecycle.js';
import type { ManagerParts } from './parts/manager-parts.js';
import type { MissingFlags } from './reading/missing-flags.js';
import type { RequestOverrideCounts } from './scope/request-override-counts.js';

/**
 * The state of a manager:
 *
 * - `starting`: not started yet
 * - `ready`: all providers and the store are available, and all definitions are valid and current
 * - `degraded`: a provider or the store is stale or failed, definitions are invalid or inconsistent, or the store has
 *   lost data that is still in force here; the last valid definitions and defaults are used
 * - `disabled`: turned off by `enabled: false`
 * - `closed`: evaluates the last known definitions, and accepts no changes
 */
export type FlagManagerState = 'starting' | 'ready' | 'degraded' | 'disabled' | 'closed';

/** The status of a manager. It contains no definitions, users or secrets. */
export interface FlagManagerStatus {
  /** Identifies this instance among those that share its store; it is new after each start. */
  readonly instance: string;
  /** Whether the manager is running, and whether everything it reads is current and valid. */
  readonly state: FlagManagerState;
  /** The store, if it holds definitions, and then the providers, in order of precedence. */
  readonly providers: readonly ProviderStatus[];
  /** The number of flags that are defined, in code, providers and the store together. */
  readonly flags: number;
  /** The number of segments that are defined, in code, providers and the store together. */
  readonly segments: number;
  /**
   * Definitions that are inconsistent with others, such as circular ones; their last consistent version is in force.
   */
  readonly inconsistencies: readonly FlagIssue[];
  /** The number of overrides, of all flags and targets together. */
  readonly overrides: number;
  /** The number of pending scheduled changes. */
  readonly schedules: number;
  /** The version of the last change that this instance has read. */
  readonly version: number;
  /** How often undefined flags were evaluated, by key; at most 1,000 keys. */
  readonly missingFlags: Readonly<Record<string, number>>;
  /** The numbers of events for `onExposure`; absent without it. */
  readonly exposure?: ExposureStatus | undefined;
  /** The use of override tokens since the start; absent without the module's option `requestOverrides`. */
  readonly requestOverrides?: RequestOverrideCounts | undefined;
}

export interface StatusParts {
  readonly enabled: boolean;
  readonly lifecycle: Pick<ManagerLifecycle, 'state'>;
  readonly parts: ManagerParts;
  readonly missingFlags: MissingFlags;
  readonly requestOverrides: (() => RequestOverrideCounts) | undefined;
}

/** Reads the status of a manager's parts. The result contains copies only. */
export function statusOf({
  enabled,
  lifecycle,
  parts,
  missingFlags,
  requestOverrides,
}: StatusParts): FlagManagerStatus {
  const { definitions, overrides, schedules, replica, instance, exposures } = parts;
  const providers = parts.providers().map((each) => ({ ...each, problems: structuredClone(each.problems) }));
  return {
    instance,
    state: stateOf(enabled, lifecycle.state, isConsistent(parts) && providers.every(isWhole)),
    providers,
    flags: definitions.definitions.flags.size,
    segments: definitions.definitions.segments.size,
    inconsistencies: structuredClone(definitions.inconsistencies),
    overrides: overrides.set.size,
    schedules: schedules.size,
    version: replica.position.version,
    missingFlags: missingFlags.counts(),
    ...(exposures === undefined ? {} : { exposure: exposures.status() }),
    ...(requestOverrides === undefined ? {} : { requestOverrides: requestOverrides() }),
  };
}

function stateOf(enabled: boolean, life: LifecycleState, isCurrent: boolean): FlagManagerState {
  if (!enabled) return 'disabled';
  if (life !== 'running') return life;
  return isCurrent ? 'ready' : 'degraded';
}

/** Whether everything that was read is in force, and the audit log is intact. */
function isConsistent({ source, definitions, replica }: ManagerParts): boolean {
  return !source.isUndelivered && definitions.inconsistencies.length === 0 && !replica.health.isDamaged;
}

/** Whether a source is complete: even one unreadable document may be a kill switch. */
function isWhole({ state, problems }: ProviderStatus): boolean {
  return state === 'loaded' && problems.length === 0;
}
