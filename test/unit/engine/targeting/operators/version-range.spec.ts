import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

const isIn = (value: string, version: unknown, rest: object = {}) =>
  holds({ op: 'semver_matches', value, ...rest }, version);

function majors(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `^${i + 1}`);
}

describe('A range of versions', () => {
  it.each([
    ['^2.1', ['2.1.0', '2.9.0', '2.1.0-beta', '2.2.0-beta.1'], ['2.0.9', '3.0.0', '3.0.0-beta']],
    ['^2.1.3', ['2.1.3', '2.99.0'], ['2.1.2', '2.1.3-beta', '3.0.0']],
    ['^0.2.3', ['0.2.3', '0.2.9'], ['0.3.0']],
    ['~2.1', ['2.1.0', '2.1.99'], ['2.2.0', '2.2.0-beta']],
    ['>=2 <3', ['2.0.0', '2.99.99'], ['1.9.9', '3.0.0', '3.0.0-beta']],
    ['>=2.1.0', ['2.1.0', '10.0.0', '3.0.0-beta'], ['2.1.0-beta']],
    ['>=2.1', ['2.1.0', '2.1.0-beta'], ['2.0.9', '2.0.9-beta']],
    ['<3', ['2.99.99', '2.99.99-beta'], ['3.0.0', '3.0.0-beta']],
    ['<3.0.0', ['2.99.99', '3.0.0-beta'], ['3.0.0']],
    ['>2.1', ['2.2.0'], ['2.1.0', '2.1.9']],
    ['<=2.1', ['2.1.9', '0.0.0'], ['2.2.0']],
    ['=2.1.0', ['2.1.0', '2.1.0+build.7'], ['2.1.1']],
    ['2', ['2.0.0', '2.9.9'], ['1.9.9', '3.0.0']],
    ['2.x', ['2.0.0', '2.9.9'], ['3.0.0']],
    ['2.1.*', ['2.1.9'], ['2.2.0']],
    ['1.2 - 2.3', ['1.2.0', '2.3.9'], ['1.1.9', '2.4.0']],
    ['1.x || >=3.1', ['1.5.0', '3.1.0'], ['2.0.0', '3.0.9']],
    ['*', ['0.0.1', '9.9.9', '1.0.0-alpha'], []],
  ])('%s', (range, inside, outside) => {
    expect(inside.filter((version) => !isIn(range, version))).toStrictEqual([]);
    expect(outside.filter((version) => isIn(range, version))).toStrictEqual([]);
  });

  it('contains only versions', () => {
    for (const seen of ['2', 'v2.1.0', 'latest', '', 2, null, undefined, {}]) {
      expect([isIn('*', seen), holds({ op: 'not_semver_matches', value: '^9' }, seen)]).toEqual([false, false]);
    }
  });

  it('contains lenient versions, compared by their fourth number as well', () => {
    const lenient = { lenient: true };
    expect(isIn('^2.1', 'v2.3', lenient)).toBe(true);
    expect(isIn('2.x', '2', lenient)).toBe(true);
    expect(isIn('~2.1', '2.1.0.4', lenient)).toBe(true);
    expect(isIn('<=2.1.0', '2.1.0.4', lenient)).toBe(false);
    expect(isIn('2.1.0', '2.1.0.4', lenient)).toBe(false);
    expect(isIn('>2.1.0', '2.1.0.4', lenient)).toBe(true);
  });

  it('may be one of several', () => {
    expect(holds({ op: 'semver_matches', values: ['^1', '^3'] }, '3.2.0')).toBe(true);
    expect(holds({ op: 'semver_matches', values: ['^1', '^3'] }, '2.0.0')).toBe(false);
    expect(holds({ op: 'not_semver_matches', values: ['^1', '^3'] }, '2.0.0')).toBe(true);
  });

  it.each([
    '',
    ' ',
    'latest',
    '^',
    '>=',
    '2 ||',
    '|| 2',
    '>=2,<3',
    '02.1',
    '2.1.0.4',
    '2.x.3',
    'x.1',
    '2.x-beta',
    '^2.1-beta',
    '- 2',
    '1.2.3 -',
    '^9007199254740993',
    `>=${'1'.repeat(256)}`,
  ])('is rejected when it is %p', (value) => {
    expect(problemsOf({ op: 'semver_matches', value })).toEqual([expect.stringMatching(/^value: must /)]);
  });

  it.each(['>3 <2', '2 3', '>2.1 <2.2', '<0', '>*'])('is rejected when it contains no version, as in %p', (value) => {
    expect(problemsOf({ op: 'semver_matches', value })).toEqual(['value: is a range that contains no version']);
  });

  it('is rejected when the ranges of a condition need more than 100 comparisons', () => {
    expect(problemsOf({ op: 'semver_matches', values: majors(50) })).toStrictEqual([]);
    expect(problemsOf({ op: 'semver_matches', values: majors(51) })).toEqual([
      'values: are ranges of 102 comparisons, more than 100: use several conditions',
    ]);
  });
});
