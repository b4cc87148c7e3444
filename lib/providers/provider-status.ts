import type { FlagProblem } from './flag-provider.js';

/**
 * - `pending`: not read yet
 * - `loaded`: what it delivers is current
 * - `stale`: the last read failed; its last good definitions still answer
 * - `failed`: it was never read; its definitions are unknown
 */
export type ProviderState = 'pending' | 'loaded' | 'stale' | 'failed';

/** How one provider is doing; `LayerHealth` sets it. */
export interface ProviderStatus {
  readonly name: string;
  readonly state: ProviderState;
  /** The ISO 8601 instant at which it came into this state. */
  readonly since: string;
  /** How many flags it delivers. */
  readonly flags: number;
  /** How many segments it delivers. */
  readonly segments: number;
  /** Why the last read failed. */
  readonly error?: string | undefined;
  /** Single definitions that could not be read, when the rest could. */
  readonly problems: readonly FlagProblem[];
}
