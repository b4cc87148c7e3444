import type { ProviderStatus } from '../providers/provider-status.js';
import type { ExternalFlags } from './external/external-flags.js';
import type { FlagManagerState, FlagManagerStatus } from './flag-manager.status.js';
import type { LifecycleState, ManagerLifecycle } from './manager-lifecycle.js';
import type { ManagerParts } from './parts/manager-parts.js';
import type { MissingFlags } from './reading/missing-flags.js';
import type { RequestOverrideCounts } from './scope/request-override-counts.js';

export interface StatusParts {
  readonly enabled: boolean;
  readonly lifecycle: Pick<ManagerLifecycle, 'state'>;
  readonly parts: ManagerParts;
  readonly missingFlags: MissingFlags;
  readonly external: ExternalFlags | undefined;
  readonly requestOverrides: (() => RequestOverrideCounts) | undefined;
}

/** Reads the status of a manager's parts. The result contains copies only. */
export function statusOf({
  enabled,
  lifecycle,
  parts,
  missingFlags,
  external,
  requestOverrides,
}: StatusParts): FlagManagerStatus {
  const { definitions, overrides, schedules, replica, instance, clock, exposures } = parts;
  const externalFlags = external?.status();
  const isAvailable = externalFlags?.isAvailable !== false;
  const providers = parts.providers().map((each) => ({ ...each, problems: structuredClone(each.problems) }));
  return {
    instance,
    time: new Date(clock.now()).toISOString(),
    state: stateOf(enabled, lifecycle.state, isConsistent(parts) && providers.every(isWhole) && isAvailable),
    providers,
    flags: definitions.definitions.flags.size,
    segments: definitions.definitions.segments.size,
    inconsistencies: structuredClone(definitions.inconsistencies),
    auditLog: auditLogState(parts),
    overrides: overrides.set.size,
    schedules: schedules.size,
    version: replica.position.version,
    missingFlags: missingFlags.counts(),
    ...(exposures === undefined ? {} : { exposure: exposures.status() }),
    ...(externalFlags === undefined ? {} : { externalFlags }),
    ...(requestOverrides === undefined ? {} : { requestOverrides: requestOverrides() }),
  };
}

function stateOf(enabled: boolean, life: LifecycleState, isCurrent: boolean): FlagManagerState {
  if (!enabled) return 'disabled';
  if (life !== 'running') return life;
  return isCurrent ? 'ready' : 'degraded';
}

/** Whether everything that was read is in force, and the audit log is intact. */
function isConsistent(parts: ManagerParts): boolean {
  return parts.definitions.inconsistencies.length === 0 && auditLogState(parts) === 'intact';
}

function auditLogState({ source, replica }: ManagerParts): FlagManagerStatus['auditLog'] {
  if (replica.health.isDamaged) return 'damaged';
  return source.isUndelivered ? 'incomplete' : 'intact';
}

/** Whether a source is complete: even one unreadable document may be a kill switch. */
function isWhole({ state, problems }: ProviderStatus): boolean {
  return state === 'loaded' && problems.length === 0;
}
