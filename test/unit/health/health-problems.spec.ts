import { describe, expect, it } from '@jest/globals';
import type { FlagHealthProblem } from '../../../lib/health/health-problem.js';
import { healthProblems } from '../../../lib/health/health-problems.js';
import type { ProviderStatus } from '../../../lib/providers/provider-status.js';
import { managerStatus, providerStatus } from './statuses.js';

const SECRET = 'redis://user:hunter2@db.internal';

/** The problems of a manager with one provider, without the advice, which the manual lists. */
function problemsOf(rest: Partial<ProviderStatus>): Omit<FlagHealthProblem, 'remedy' | 'see'>[] {
  return healthProblems(managerStatus({ providers: [providerStatus(rest)] })).map(
    ({ remedy: _, see: __, ...problem }) => problem,
  );
}

describe('The health problems of a manager', () => {
  const since = providerStatus().since;
  const source = 'redis-store';

  it('are none while everything is current', () => {
    expect(healthProblems(managerStatus({ providers: [providerStatus()] }))).toStrictEqual([]);
  });

  it.each(['pending', 'stale', 'failed'] as const)('name a source that is %s, and since when', (state) => {
    const errorCodes = ['STORE_UNAVAILABLE', 'ECONNREFUSED'];
    expect(problemsOf({ state, error: SECRET, errorCodes })).toStrictEqual([
      { problem: state, source, since, errorCodes },
    ]);
    expect(problemsOf({ state })).toStrictEqual([{ problem: state, source, since }]);
  });

  it('distinguish a store that has lost data from one that cannot be reached', () => {
    const errorCodes = ['STORE_DATA_LOSS'];
    expect(problemsOf({ state: 'stale', error: SECRET, errorCodes })).toStrictEqual([
      { problem: 'data_loss', source, since, errorCodes },
    ]);
  });

  it('include a current store that rejects changes', () => {
    expect(problemsOf({ error: SECRET, errorCodes: ['STORE_UNAVAILABLE', 'ENOSPC'] })).toStrictEqual([
      { problem: 'changes_rejected', source, since, errorCodes: ['STORE_UNAVAILABLE', 'ENOSPC'] },
    ]);
  });

  it('include a current store that does not announce changes, without the reason', () => {
    expect(problemsOf({ pollingReason: SECRET })).toStrictEqual([{ problem: 'changes_not_announced', source }]);
  });

  it('include an external provider that does not answer', () => {
    const externalFlags = { name: 'vendor', isAvailable: false, flags: 2, evaluations: 10, failures: 3 };
    expect(healthProblems(managerStatus({ externalFlags }))).toMatchObject([
      { problem: 'external_unavailable', source: 'vendor' },
    ]);
    expect(healthProblems(managerStatus({ externalFlags: { ...externalFlags, isAvailable: true } }))).toStrictEqual([]);
  });

  it('count definitions that cannot be read, without their keys', () => {
    const problems = [
      { kind: 'flag', key: 'secret_project', message: 'must be a boolean' },
      { kind: 'flag', key: 'secret_sale', message: 'must be a boolean' },
    ] as const;
    expect(problemsOf({ problems })).toStrictEqual([{ problem: 'unreadable_definitions', source, definitions: 2 }]);
  });

  it('count definitions that are inconsistent', () => {
    const inconsistencies = [{ path: ['secret_project', 'rules'], message: 'refers to itself' }];
    expect(healthProblems(managerStatus({ inconsistencies }))).toMatchObject([
      { problem: 'inconsistent_definitions', definitions: 1 },
    ]);
  });

  it.each(['damaged', 'incomplete'] as const)('include an audit log that is %s', (auditLog) => {
    expect(healthProblems(managerStatus({ auditLog }))).toMatchObject([{ problem: `audit_log_${auditLog}` }]);
  });

  it('contain no message of an error, no path and no key', () => {
    const problems = [{ key: 'secret_project', message: SECRET }];
    const provider = providerStatus({ state: 'failed', error: SECRET, errorCodes: ['EIO'], problems });
    const inconsistencies = [{ path: ['secret_project'], message: SECRET }];
    const all = healthProblems(managerStatus({ providers: [provider], inconsistencies, auditLog: 'damaged' }));
    expect(all).toHaveLength(4);
    expect(JSON.stringify(all)).not.toMatch(/hunter2|internal|secret_project/);
  });
});
