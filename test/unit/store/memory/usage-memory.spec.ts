import { describe, expect, it } from '@jest/globals';
import { UsageMemory } from '../../../../lib/store/memory/usage-memory.js';
import type { FlagUsageDelta } from '../../../../lib/store/usage/flag-usage.js';

const answer = (variant: string) => ({ enabled: true, variant, count: 1 });

function delta(day: string, flags: FlagUsageDelta['flags'], sequence = 1, instance = 'one'): FlagUsageDelta {
  return { instance, sequence, since: '2026-01-01T00:00:00.000Z', until: `${day}T00:00:00.000Z`, flags };
}

describe('The usage in memory', () => {
  it('forgets a flag 400 days after its last evaluation', () => {
    const usage = new UsageMemory();
    usage.add(delta('2026-01-01', [{ key: 'black_friday', answers: [] }]));
    usage.add(delta('2027-02-05', [{ key: 'search', answers: [] }], 2));
    expect(usage.report?.flags.map(({ key }) => key)).toStrictEqual(['black_friday', 'search']);
    usage.add(delta('2027-02-06', [{ key: 'search', answers: [] }], 3));
    expect(usage.report?.flags.map(({ key }) => key)).toStrictEqual(['search']);
  });

  it('keeps at most 256 answers of a flag', () => {
    const usage = new UsageMemory();
    const variants = Array.from({ length: 300 }, (_, i) => `variant-${i}`);
    usage.add(delta('2026-01-01', [{ key: 'theme', answers: variants.slice(0, 200).map(answer) }]));
    usage.add(delta('2026-01-02', [{ key: 'theme', answers: variants.slice(100).map(answer) }], 2));
    const [theme] = usage.report?.flags ?? [];
    expect(theme?.answers).toHaveLength(256);
    expect(theme?.answers.filter(({ count }) => count === 2)).toHaveLength(100);
  });

  it('keeps the latest time when instances with other clocks add to it', () => {
    const usage = new UsageMemory();
    usage.add(delta('2026-03-02', [{ key: 'theme', answers: [answer('plain')] }]));
    usage.add(delta('2026-03-01', [{ key: 'theme', answers: [answer('plain')] }], 1, 'two'));
    expect(usage.report).toStrictEqual({
      since: '2026-01-01T00:00:00.000Z',
      until: '2026-03-02T00:00:00.000Z',
      instances: 2,
      flags: [
        {
          key: 'theme',
          firstEvaluatedAt: '2026-03-01T00:00:00.000Z',
          lastEvaluatedAt: '2026-03-02T00:00:00.000Z',
          answers: [{ enabled: true, variant: 'plain', count: 2, lastServedAt: '2026-03-02T00:00:00.000Z' }],
        },
      ],
    });
  });
});
