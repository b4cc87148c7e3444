import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

// The order that semver.org gives as its example, item 11, and a few more.
const ascending = [
  '0.0.0-0',
  '0.9.99',
  '1.0.0-0.3.7',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.1',
  '1.2.0',
  '1.10.0',
  '2.0.0',
  '10.0.0',
];

describe('A comparison of versions', () => {
  it('follows the order of Semantic Versioning 2.0.0', () => {
    const disagreeing = ascending.flatMap((value, i) =>
      ascending.filter((seen, k) => {
        const answers = ['semver_less_than', 'semver_equals', 'semver_greater_than'].map((op) =>
          holds({ op, value }, seen),
        );
        return String(answers) !== String([k < i, k === i, k > i]);
      }),
    );
    expect(disagreeing).toStrictEqual([]);
  });

  it('ignores build metadata', () => {
    expect(holds({ op: 'semver_equals', value: '1.2.3+eu' }, '1.2.3+us.7')).toBe(true);
    expect(holds({ op: 'semver_greater_than', value: '1.2.3' }, '1.2.3+us')).toBe(false);
  });

  it('rejects numbers that it would have to round', () => {
    expect(holds({ op: 'semver_greater_than', value: '0.0.1' }, '9007199254740993.0.0')).toBe(false);
    expect(holds({ op: 'semver_greater_than', value: '0.0.1' }, '1.0.0-9007199254740993')).toBe(false);
    expect(holds({ op: 'semver_greater_than', value: '0.0.1' }, '1.0.0-20261127000000')).toBe(true);
  });

  describe('with lenient', () => {
    it.each([
      ['2', '2.0.0'],
      ['v2', '2.0.0'],
      ['V2.1', '2.1.0'],
      ['2.1', '2.1.0'],
      ['v2.1.3', '2.1.3'],
      ['2.1-beta', '2.1.0-beta'],
      ['2-beta.1+build', '2.0.0-beta.1'],
      ['2.1+build', '2.1.0'],
      ['2.1.0', '2.1.0'],
      ['2.1.0.0', '2.1.0'],
      ['v2.1.0.4-beta', '2.1.0.4-beta'],
    ])('reads %s as %s, which it otherwise rejects', (text, version) => {
      expect(holds({ op: 'semver_equals', value: version, lenient: true }, text)).toBe(true);
      expect(holds({ op: 'semver_equals', value: text, lenient: true }, version)).toBe(true);
      expect(problemsOf({ op: 'semver_equals', value: text })).toHaveLength(text === '2.1.0' ? 0 : 1);
    });

    it.each([
      [''],
      ['v'],
      ['2.'],
      ['.2'],
      ['2.1.0.4.5'],
      ['2.1.0.04'],
      ['2.1.0.'],
      ['2.1.0.x'],
      ['2.1.0.9007199254740993'],
      ['2.x'],
      ['02.1'],
      ['2.01'],
      ['2.1-'],
      ['2.1-01'],
      [' 2.1'],
      ['2.1 '],
      ['=2.1'],
      ['vv2'],
      ['2.1\n'],
      ['latest'],
      [2.1],
      ['9'.repeat(257)],
    ])('does not read %p as a version', (value) => {
      expect(holds({ op: 'semver_greater_than_or_equal', value: '0', lenient: true }, value)).toBe(false);
      expect(problemsOf({ op: 'semver_equals', value, lenient: true })).toHaveLength(1);
    });
  });

  it.each(['2.1', 'v2.1.0', ' 2.1.0', '2.1.0 ', '=2.1.0', 'latest', ''])('rejects %p as a value', (value) => {
    expect(problemsOf({ op: 'semver_less_than', value })).toEqual([
      'value: must be a version such as "2.1.0" or "2.1.0-beta.1"; "lenient": true also takes "2", "v2.1" and "2.1.0.4"',
    ]);
  });

  it('compares the fourth number when the first three are the same', () => {
    const fourths = ['2.1.0-rc.1', '2.1', '2.1.0.1-rc.1', '2.1.0.1', '2.1.0.4', '2.1.0.10', '2.1.1'];
    const above = fourths.map((value) =>
      fourths.filter((seen) => holds({ op: 'semver_greater_than', value, lenient: true }, seen)),
    );
    expect(above).toStrictEqual(fourths.map((_, i) => fourths.slice(i + 1)));
    expect(holds({ op: 'semver_equals', value: '2.1.0.4', lenient: true }, '2.1.0')).toBe(false);
    expect(holds({ op: 'semver_equals', value: '2.1.0', lenient: true }, '2.1.0.4')).toBe(false);
  });

  it('holds when one of several values matches', () => {
    expect(holds({ op: 'semver_equals', values: ['1.0.0', '2.1.0'] }, '2.1.0+build')).toBe(true);
    expect(holds({ op: 'semver_equals', values: ['1.0.0', '2.1.0'] }, '2.1.1')).toBe(false);
    expect(holds({ op: 'not_semver_equals', values: ['1.0.0', '2.1.0'] }, '2.1.1')).toBe(true);
    expect(holds({ op: 'not_semver_equals', values: ['1.0.0', '2.1.0'] }, 'latest')).toBe(false);
    expect(holds({ op: 'semver_less_than', values: ['1.0.0', '2.1.0'] }, '2.0.0')).toBe(true);
  });
});
