import type { FlagManagerStatus } from '../../../lib/manager/flag-manager.status.js';
import type { ProviderStatus } from '../../../lib/providers/provider-status.js';

export const NOW = '2026-11-27T10:00:00.000Z';

/** The status of a manager without problems, with some members replaced. */
export function managerStatus(rest: Partial<FlagManagerStatus> = {}): FlagManagerStatus {
  return {
    instance: 'b1f6c5de',
    time: NOW,
    state: 'ready',
    providers: [],
    flags: 3,
    segments: 0,
    inconsistencies: [],
    auditLog: 'intact',
    overrides: 0,
    schedules: 0,
    version: 12,
    missingFlags: {},
    ...rest,
  };
}

/** The status of a provider that is current, with some members replaced. */
export function providerStatus(rest: Partial<ProviderStatus> = {}): ProviderStatus {
  return {
    name: 'redis-store',
    state: 'loaded',
    since: '2026-11-27T09:45:00.000Z',
    flags: 3,
    segments: 0,
    failures: 0,
    problems: [],
    ...rest,
  };
}
