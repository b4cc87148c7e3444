import type { FlagIssue } from '../engine/flag.errors.js';
import type { ProviderStatus } from '../providers/provider-status.js';
import type { ExposureStatus } from './exposure/exposure-status.js';
import type { ExternalFlagsStatus } from './external/external-flags.status.js';
import type { RequestOverrideCounts } from './scope/request-override-counts.js';

/**
 * The state of a manager:
 *
 * - `starting`: not started yet
 * - `ready`: all providers and the store are available, and all definitions are valid and current
 * - `degraded`: a provider, the external provider or the store is stale or failed, definitions are invalid or
 *   inconsistent, the store has lost data that is still in force here, or the audit log is damaged or incomplete; the
 *   last valid definitions and defaults are used
 * - `disabled`: turned off by `enabled: false`
 * - `closed`: evaluates the last known definitions, and accepts no changes
 */
export type FlagManagerState = 'starting' | 'ready' | 'degraded' | 'disabled' | 'closed';

/** The status of a manager. It contains no definitions, users or secrets. */
export interface FlagManagerStatus {
  /** Identifies this instance among those that share its store; it is new after each start. */
  readonly instance: string;
  /** The ISO 8601 instant of this status, by the manager's clock. */
  readonly time: string;
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
  /**
   * `incomplete` if changes that a provider made are in force, but could not be recorded yet; `damaged` if the last
   * check of the log found edited or missing entries; else `intact`.
   */
  readonly auditLog: 'intact' | 'incomplete' | 'damaged';
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
  /** The external provider; absent without the option `externalFlags`. */
  readonly externalFlags?: ExternalFlagsStatus | undefined;
  /** The use of override tokens since the start; absent without the module's option `requestOverrides`. */
  readonly requestOverrides?: RequestOverrideCounts | undefined;
}
