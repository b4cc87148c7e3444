import type { FlagProblem } from './flag-provider.js';

/**
 * The state of a provider.
 *
 * - `pending`: not read yet
 * - `loaded`: its definitions are current
 * - `stale`: the last read failed; its last valid definitions stay in force
 * - `failed`: it was never read successfully; its definitions are unknown
 */
export type ProviderState = 'pending' | 'loaded' | 'stale' | 'failed';

/** The status of one provider. */
export interface ProviderStatus {
  /** The provider's name. */
  readonly name: string;
  /** The provider's state, which says whether its definitions are current. */
  readonly state: ProviderState;
  /** The ISO 8601 instant at which the current state began. */
  readonly since: string;
  /** The number of flags that it delivers. */
  readonly flags: number;
  /** The number of segments that it delivers. */
  readonly segments: number;
  /** How many reads have failed since the manager was created; for a store, how many reads and changes. */
  readonly failures: number;
  /** Why the last read failed. */
  readonly error?: string | undefined;
  /**
   * The codes of that error and its causes, outermost first, such as `STORE_UNAVAILABLE` and `ECONNREFUSED`. Unlike
   * `error`, they contain no text, such as the names of hosts.
   */
  readonly errorCodes?: readonly string[] | undefined;
  /**
   * Why a store is polled for changes although it should announce them; absent if it announces them or is not expected
   * to. Changes of other instances then apply after up to `storePoll`.
   */
  readonly pollingReason?: string | undefined;
  /** Single definitions that could not be read, although the source as a whole could. */
  readonly problems: readonly FlagProblem[];
}
