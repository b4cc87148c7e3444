import { describe, expect, it } from '@jest/globals';
import type { DownAfter } from '../../../lib/health/feature-flags-health.options.js';
import { flagHealth } from '../../../lib/health/flag-health.js';
import type { ProviderStatus } from '../../../lib/providers/provider-status.js';
import { managerStatus, providerStatus } from './statuses.js';

/** The health of a manager one of whose sources has been in this state for 15 minutes. */
function healthWith(state: ProviderStatus['state'], downAfter: DownAfter): string {
  const providers = [providerStatus({ name: 'files' }), providerStatus({ state })];
  return flagHealth(managerStatus({ state: 'degraded', providers }), downAfter).status;
}

describe('The health of flags', () => {
  it.each([
    ['starting', 'down'],
    ['ready', 'up'],
    ['degraded', 'degraded'],
    ['disabled', 'up'],
    ['closed', 'down'],
  ] as const)('is, for a manager that is %s, %s', (state, status) => {
    expect(flagHealth(managerStatus({ state }), {})).toStrictEqual({
      status,
      details: { state, version: 12, problems: [] },
    });
  });

  it('shows no problems of a manager that is turned off', () => {
    const providers = [providerStatus({ state: 'pending' })];
    expect(flagHealth(managerStatus({ state: 'disabled', providers }), {}).details.problems).toStrictEqual([]);
  });

  it('shows the problems of a manager that is down', () => {
    const providers = [providerStatus({ state: 'failed' })];
    expect(flagHealth(managerStatus({ state: 'starting', providers }), {}).details.problems).toHaveLength(1);
  });

  it.each([
    ['stale', { stale: '15m' }, 'down'],
    ['stale', { stale: '0ms' }, 'down'],
    ['stale', { stale: '16m' }, 'degraded'],
    ['stale', { failed: '1s' }, 'degraded'],
    ['stale', {}, 'degraded'],
    ['failed', { failed: '900s' }, 'down'],
    ['failed', { failed: '15.1m' }, 'degraded'],
    ['failed', { stale: '1s' }, 'degraded'],
    ['pending', { stale: '0ms', failed: '0ms' }, 'degraded'],
    ['loaded', { stale: '0ms', failed: '0ms' }, 'degraded'],
  ] as const)('is, with a source that has been %s for 15 minutes and the policy %p, %s', (state, downAfter, status) => {
    expect(healthWith(state, downAfter)).toBe(status);
  });

  it('is not down by policy while the module is turned off', () => {
    const providers = [providerStatus({ state: 'failed' })];
    expect(flagHealth(managerStatus({ state: 'disabled', providers }), { failed: '0ms' }).status).toBe('up');
  });
});
