import { describe, expect, it } from '@jest/globals';
import type { FlagUsage, FlagUsageReport } from '../../../../lib/store/usage/flag-usage.js';
import { staleFlags } from '../../../../lib/store/usage/stale-flags.js';

const day = (date: string) => `${date}T00:00:00.000Z`;

function report(...flags: readonly FlagUsage[]): FlagUsageReport {
  return { since: day('2026-01-01'), until: day('2026-06-30'), instances: 1, flags };
}

function used(
  key: string,
  first: string,
  ...answers: readonly (readonly [enabled: boolean, last: string])[]
): FlagUsage {
  return {
    key,
    firstEvaluatedAt: day(first),
    lastEvaluatedAt: day(answers.map(([, last]) => last).reduce((a, b) => (a > b ? a : b), first)),
    answers: answers.map(([enabled, last]) => ({ enabled, count: 1, lastServedAt: day(last) })),
  };
}

describe('staleFlags', () => {
  it('names a flag that was not evaluated during these days, or never', () => {
    const flags = report(
      used('old', '2026-01-02', [true, '2026-05-30']),
      { key: 'never', answers: [] },
      used('recent', '2026-01-02', [true, '2026-05-31'], [false, '2026-05-31']),
    );
    expect(staleFlags(flags)).toStrictEqual([
      { key: 'old', reason: 'unused', lastEvaluatedAt: day('2026-05-30') },
      { key: 'never', reason: 'unused' },
    ]);
  });

  it('names a flag that gave one answer during these days, whatever it gave before', () => {
    const flags = report(
      used('rolled_out', '2026-01-02', [false, '2026-03-01'], [true, '2026-06-30']),
      used('varying', '2026-01-02', [false, '2026-06-01'], [true, '2026-06-30']),
    );
    expect(staleFlags(flags)).toStrictEqual([
      { key: 'rolled_out', reason: 'constant', lastEvaluatedAt: day('2026-06-30'), answer: { enabled: true } },
    ]);
    expect(staleFlags(flags, { days: 10 }).map(({ key }) => key)).toStrictEqual(['rolled_out', 'varying']);
  });

  it('says which variant a constant flag serves', () => {
    const theme: FlagUsage = {
      ...used('theme', '2026-01-02', [true, '2026-06-30']),
      answers: [{ enabled: true, variant: 'dark', count: 9, lastServedAt: day('2026-06-30') }],
    };
    expect(staleFlags(report(theme))[0]?.answer).toStrictEqual({ enabled: true, variant: 'dark' });
  });

  it('does not name a flag that is new, or whose evaluations failed', () => {
    const flags = report(used('new', '2026-06-15', [true, '2026-06-30']), {
      key: 'failing',
      firstEvaluatedAt: day('2026-01-02'),
      lastEvaluatedAt: day('2026-06-30'),
      answers: [],
    });
    expect(staleFlags(flags)).toStrictEqual([]);
  });

  it('names no flag if usage was counted for fewer days', () => {
    const flags = report(used('old', '2026-01-01', [true, '2026-05-30']));
    expect(staleFlags(flags, { days: 180 })).toHaveLength(1);
    expect(staleFlags(flags, { days: 181 })).toStrictEqual([]);
  });

  it.each([
    [undefined, 'it is not an object'],
    [{}, '"since" is missing; it must be a string'],
    [{ ...report(), until: 'yesterday' }, '"until" must be an ISO 8601 date and time'],
    [report({ key: 'no key', answers: [] }), '"flags[0].key" must be a flag key'],
  ])('rejects a report that is none: %j', (given, message) => {
    expect(() => staleFlags(given as FlagUsageReport)).toThrow(
      `The report of staleFlags must be the result of "getUsage()", but ${message}`,
    );
  });

  it.each([[{ days: 0 }], [{ days: 401 }], [{ days: '30d' as never }], [{ weeks: 4 } as never]])(
    'rejects the options %j',
    (options) => {
      expect(() => staleFlags(report(), options)).toThrow('of staleFlags');
    },
  );
});
