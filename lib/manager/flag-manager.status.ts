import type { FlagIssue } from '../engine/flag.errors.js';
import type { ProviderStatus } from '../providers/provider-status.js';

/**
 * - `starting`: not started yet
 * - `ready`: all definitions are current
 * - `degraded`: a source is stale or failed, definitions cannot be read or do not fit, or the store has forgotten what is in
 *   force; last good flags and defaults answer
 * - `disabled`: switched off by `enabled: false`
 * - `closed`: evaluates what it last knew, takes no changes
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
  /** Definitions that do not fit the others, such as those of a circle; what they last were is in force. */
  readonly misfits: readonly FlagIssue[];
  readonly overrides: number;
  /** How many changes wait for their time. */
  readonly schedules: number;
  /** The number of the last change that this instance knows of. */
  readonly version: number;
  /** How often flags were asked for that nobody defines; at most 1,000 keys. */
  readonly missingFlags: Readonly<Record<string, number>>;
}

/** @param isPartial whether definitions were read that could not be put in force */
export function managerState(
  enabled: boolean,
  life: 'starting' | 'running' | 'closed',
  isPartial: boolean,
  providers: readonly ProviderStatus[],
): FlagManagerState {
  if (!enabled) return 'disabled';
  if (life !== 'running') return life;
  return !isPartial && providers.every(isWhole) ? 'ready' : 'degraded';
}

/** One document that cannot be read may be the switch that was to end an incident. */
function isWhole({ state, problems }: ProviderStatus): boolean {
  return state === 'loaded' && problems.length === 0;
}
