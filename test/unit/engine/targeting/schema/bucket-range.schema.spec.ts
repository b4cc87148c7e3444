import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../../problems.js';

const FORMS = 'needs exactly one of "percentage", "from" and "to", "ranges"';
const STEPS = expect.stringMatching(/^sale\.\w.* must be a multiple of 0\.001/);

/** The problems of a percentage flag with these fields. */
function problems(fields: object): unknown[] {
  return problemsOf('sale', { type: 'percentage', ...fields });
}

/** Ranges written as pairs. */
function ranges(...pairs: (readonly [from: number, to: number])[]): object {
  return { ranges: pairs.map(([from, to]) => ({ from, to })) };
}

describe('The share of a rollout', () => {
  it.each([
    ['a percentage', { percentage: 25 }],
    ['a range', { from: 10, to: 20 }],
    ['all buckets', { from: 0, to: 100 }],
    ['one bucket', { from: 0, to: 0.001 }],
    ['a list of one range', ranges([10, 20])],
    ['ranges in any order, some of which touch', ranges([50, 60], [0, 10], [10, 20])],
    ['100 ranges', ranges(...Array.from({ length: 100 }, (_, i) => [i, i + 0.5] as const))],
    ['fine ranges of a bucketer', { from: 0.0001, to: 0.0002, bucketer: 'fine' }],
  ])('may be %s', (_, fields) => {
    expect(problems(fields)).toStrictEqual([]);
    expect(problemsOf('sale', { type: 'boolean', otherwise: false, rules: [{ rollout: fields }] })).toStrictEqual([]);
  });

  it.each<[string, object, unknown[]]>([
    ['nothing', {}, [`sale: ${FORMS}`]],
    ['two forms', { percentage: 25, from: 10, to: 20 }, [`sale: ${FORMS}`]],
    ['part of a second form', { ...ranges([0, 10]), to: 20 }, [`sale: ${FORMS}`]],
    ['a range without its end', { from: 10 }, ['sale.to: is missing: "from" and "to" are required together']],
    ['a range without its beginning', { to: 10 }, ['sale.from: is missing: "from" and "to" are required together']],
    ['an empty range', { from: 10, to: 10 }, ['sale.to: must be above "from": otherwise, the range is empty']],
    ['a range backwards', { from: 20, to: 10 }, ['sale.to: must be above "from": otherwise, the range is empty']],
    ['a range beyond 100', { from: 20, to: 101 }, ['sale.to: must be at most 100; given: 101']],
    ['a part of a bucket', { from: 0.0005, to: 0.0015 }, [STEPS, STEPS]],
    ['no ranges', { ranges: [] }, ['sale.ranges: must have at least 1 element; given: 0']],
    [
      '101 ranges',
      ranges(...Array.from({ length: 101 }, (_, i) => [i / 10, i / 10 + 0.05] as const)),
      ['sale.ranges: must have at most 100 elements; given: 101'],
    ],
    [
      'an empty range in a list',
      ranges([0, 10], [20, 20]),
      ['sale.ranges[1].to: must be above "from": otherwise, the range is empty'],
    ],
    [
      'ranges that overlap',
      ranges([50, 60], [0, 50.001]),
      ['sale.ranges[0]: overlaps the range at 1 of the same list'],
    ],
    ['a range twice', ranges([0, 10], [0, 10]), ['sale.ranges[1]: overlaps the range at 0 of the same list']],
    ['parts of buckets in a list', ranges([0, 0.0005]), [STEPS]],
    [
      'a salt of a range',
      { ranges: [{ from: 0, to: 1, salt: 'x' }] },
      ['sale.ranges[0]: has unknown properties, fix or remove them: "salt"'],
    ],
  ])('may not be %s', (_, fields, expected) => {
    expect(problems(fields)).toEqual(expected);
  });
});
