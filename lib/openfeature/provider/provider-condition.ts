import type { FlagManagerStatus } from '../../manager/flag-manager.status.js';
import type { ProviderStatus } from '../../providers/provider-status.js';

/** The condition of a provider in the terms of OpenFeature, with the message of the event that announces it. */
export interface ProviderCondition {
  /** `error`: definitions were never read; `stale`: they may be out of date. */
  readonly kind: 'ready' | 'stale' | 'error';
  readonly message: string;
}

/**
 * Reads the condition from a manager's status. Single definitions that cannot be read do not count: their last valid
 * versions stay in force, and all others are current.
 */
export function conditionOf({ state, providers }: Pick<FlagManagerStatus, 'state' | 'providers'>): ProviderCondition {
  if (state !== 'degraded') return READY;
  const unread = namesOf(providers, (provider) => provider.state === 'failed' || provider.state === 'pending');
  if (unread !== '') return { kind: 'error', message: `The flag definitions of ${unread} could not be read.` };
  const stale = namesOf(providers, (provider) => provider.state === 'stale');
  if (stale === '') return READY;
  return { kind: 'stale', message: `The flag definitions of ${stale} may be out of date.` };
}

const READY: ProviderCondition = Object.freeze({ kind: 'ready', message: 'The flag definitions are current.' });

function namesOf(providers: readonly ProviderStatus[], isMeant: (provider: ProviderStatus) => boolean): string {
  return providers
    .filter(isMeant)
    .map(({ name }) => `"${name}"`)
    .join(', ');
}
