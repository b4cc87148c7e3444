import { describe, expect, it } from '@jest/globals';
import { BUILT_IN_STEP, percentagesBetween } from '../../../../lib/engine/targeting/percentages.js';
import { problemsOf } from '../problems.js';

describe('Percentages', () => {
  it.each([0, 0.001, 33.333, 64.001, 99.999, 100])(
    'like %d are multiples of a bucket of the built-in hash',
    (percentage) => {
      expect(percentagesBetween(BUILT_IN_STEP, { percentage })).toStrictEqual([]);
    },
  );

  it.each([
    [0.0005, 0.001],
    [33.3333, 0.001],
    [99.9995, 0.001],
    [0.5, 1],
    [0.000_000_15, 0.000_000_1],
  ])('like %d are not multiples of %d', (percentage, step) => {
    expect(percentagesBetween(step, { percentage })).toEqual([['percentage']]);
  });

  it.each([
    [0.000_000_1, 0.000_000_1],
    [33.333_333_3, 0.000_000_1],
    [99.999_999_999, 0.000_000_001],
    [33.333_333_333_333_336, Number.MIN_VALUE],
    [7, 7],
  ])('like %d are multiples of %d', (percentage, step) => {
    expect(percentagesBetween(step, { percentage })).toStrictEqual([]);
  });

  it('for the built-in hash are checked everywhere, and the message names a remedy', () => {
    const linear = [
      { at: '2026-11-27T00:00:00Z', percentage: 0.0001 },
      { at: '2026-11-28T00:00:00Z', percentage: 50 },
    ];
    const problem =
      'must be a multiple of 0.001, because the built-in hash has 100000 buckets: ' +
      'round it, or use a bucketer that declares a smaller "step"';
    const rules = [{ when: { rollout: { percentage: 0.0001 } } }, { rollout: { percentage: { linear } } }];
    expect(problemsOf('sale', { type: 'percentage', percentage: 0.0001 })).toEqual([`sale.percentage: ${problem}`]);
    expect(problemsOf('sale', { type: 'percentage', percentage: 5, rules })).toEqual([
      `sale.rules[0].when.rollout.percentage: ${problem}`,
      `sale.rules[1].rollout.percentage.linear[0].percentage: ${problem}`,
    ]);
  });

  it('for a custom bucketer are not checked before it is looked up', () => {
    expect(problemsOf('sale', { type: 'percentage', percentage: 0.0001, bucketer: 'fine' })).toStrictEqual([]);
  });
});
