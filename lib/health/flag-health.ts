import { milliseconds } from '../internal/duration.js';
import type { FlagManagerState, FlagManagerStatus } from '../manager/flag-manager.status.js';
import type { ProviderStatus } from '../providers/provider-status.js';
import type { DownAfter } from './feature-flags-health.options.js';
import type { FlagHealthProblem } from './health-problem.js';
import { healthProblems } from './health-problems.js';

/** The details of a health check of flags, beside its status. */
export interface FeatureFlagsHealthDetails {
  /** The state of the manager. */
  readonly state: FlagManagerState;
  /** The version of the last change that this instance has read; equal on all instances that are up to date. */
  readonly version: number;
  /** Why flags are not fully healthy; empty if they are. */
  readonly problems: readonly FlagHealthProblem[];
}

/** The health of a manager's flags. */
export interface FlagHealth {
  readonly status: 'up' | 'degraded' | 'down';
  readonly details: FeatureFlagsHealthDetails;
}

/** The status of a health check for each state of a manager, unless a policy says that it is down. */
const STATUSES = {
  starting: 'down',
  ready: 'up',
  degraded: 'degraded',
  disabled: 'up',
  closed: 'down',
} satisfies Record<FlagManagerState, FlagHealth['status']>;

/** The health of a manager by its status. */
export function flagHealth(status: FlagManagerStatus, downAfter: DownAfter): FlagHealth {
  const { state, version, time } = status;
  const isOverdue = status.providers.some((provider) => isDown(provider, downAfter, Date.parse(time)));
  const details = { state, version, problems: state === 'disabled' ? [] : healthProblems(status) };
  return { status: isOverdue && state === 'degraded' ? 'down' : STATUSES[state], details };
}

/** Whether a provider or the store has been in its state for longer than the policy accepts. */
function isDown({ state, since }: ProviderStatus, downAfter: DownAfter, now: number): boolean {
  const limit = state === 'stale' || state === 'failed' ? downAfter[state] : undefined;
  return limit !== undefined && now - Date.parse(since) >= milliseconds(limit);
}
