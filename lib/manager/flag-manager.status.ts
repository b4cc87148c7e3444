import type { FlagIssue } from '../engine/flag.errors.js';
import type { ProviderStatus } from '../providers/provider-status.js';
import type { LifecycleState, ManagerLifecycle } from './manager-lifecycle.js';
import type { ManagerParts } from './parts/manager-parts.js';
import type { MissingFlags } from './reading/missing-flags.js';

/**
 * - `starting`: not started yet
 * - `ready`: all definitions are current
 * - `degraded`: a source is stale or failed, definitions cannot be read or are inconsistent, or the store has lost data
 *   that is still in force here; last known good flags and defaults answer
 * - `disabled`: switched off by `enabled: false`
 * - `closed`: evaluates what it last knew, accepts no changes
 */
export type FlagManagerState = 'starting' | 'ready' | 'degraded' | 'disabled' | 'closed';

/** How the manager is doing. Holds no definitions, users or secrets. */
export interface FlagManagerStatus {
  /** Tells this instance from the others that share its store; another one after each start. */
  readonly instance: string;
  readonly state: FlagManagerState;
  /** The store, where it holds flags, then the providers; first layer first. */
  readonly providers: readonly ProviderStatus[];
  readonly flags: number;
  readonly segments: number;
  /** Definitions that are inconsistent with others, such as circular ones; their last consistent form is in force. */
  readonly inconsistencies: readonly FlagIssue[];
  readonly overrides: number;
  /** How many changes wait for their time. */
  readonly schedules: number;
  /** The number of the last change that this instance knows of. */
  readonly version: number;
  /** How often flags were asked for that nobody defines; at most 1,000 keys. */
  readonly missingFlags: Readonly<Record<string, number>>;
}

export interface StatusParts {
  readonly enabled: boolean;
  readonly lifecycle: Pick<ManagerLifecycle, 'state'>;
  readonly parts: ManagerParts;
  readonly missingFlags: MissingFlags;
}

/** Reads the status of a manager's parts; nothing that is handed out is a part's own. */
export function statusOf({ enabled, lifecycle, parts, missingFlags }: StatusParts): FlagManagerStatus {
  const { definitions, overrides, schedules, replica, instance } = parts;
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
  };
}

function stateOf(enabled: boolean, life: LifecycleState, isCurrent: boolean): FlagManagerState {
  if (!enabled) return 'disabled';
  if (life !== 'running') return life;
  return isCurrent ? 'ready' : 'degraded';
}

/** Whether all that was read is in force, and the audit log is what was written. */
function isConsistent({ source, definitions, replica }: ManagerParts): boolean {
  return !source.isUndelivered && definitions.inconsistencies.length === 0 && !replica.health.isDamaged;
}

/** One document that cannot be read may be the switch that was to end an incident. */
function isWhole({ state, problems }: ProviderStatus): boolean {
  return state === 'loaded' && problems.length === 0;
}
