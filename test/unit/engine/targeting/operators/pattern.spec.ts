import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('a pattern', () => {
  it.each([
    ['shop', 'the shop is open', true],
    ['^shop', 'the shop is open', false],
    ['^shop$', 'shop', true],
    ['^shop$', 'shop\n', false],
    ['^(?:staff|vip)-\\d{2,4}$', 'vip-007', true],
    ['^(?:staff|vip)-\\d{2,4}$', 'vip-7', false],
    ['^\\p{Greek}+$', 'αβγ', true],
    ['(?i)SHOP', 'shop', true],
    ['a.c', 'a\nc', false],
    ['(?s)a.c', 'a\nc', true],
    ['^.$', '😀', true],
  ])('%s in %p: %p', (value, text, found) => {
    expect(holds({ op: 'matches', value }, text)).toBe(found);
    expect(holds({ op: 'not_matches', value }, text)).toBe(!found);
  });

  it('does not regard case with ignoreCase', () => {
    expect(holds({ op: 'matches', value: '^SHOP', ignoreCase: true }, 'shop')).toBe(true);
    expect(holds({ op: 'matches', value: '^SHOP' }, 'shop')).toBe(false);
  });

  it('takes linear time, whatever the pattern and the text', () => {
    // A backtracking engine would need 2^9999 steps.
    expect(holds({ op: 'matches', value: '^(a+)+$' }, `${'a'.repeat(9999)}b`)).toBe(false);
  });

  it('is not looked for in text of more than 10,000 characters, in an array all together', () => {
    expect(holds({ op: 'matches', value: 'vip' }, 'vip'.padEnd(10_000))).toBe(true);
    expect(holds({ op: 'matches', value: 'vip' }, 'vip'.padEnd(10_001))).toBe(false);
    expect(holds({ op: 'not_matches', value: 'staff' }, 'vip'.padEnd(10_001))).toBe(false);
    expect(holds({ op: 'matches', value: 'vip' }, [' '.repeat(9997), 'vip'])).toBe(true);
    expect(holds({ op: 'matches', value: 'vip' }, [' '.repeat(9998), 'vip'])).toBe(false);
    expect(holds({ op: 'not_matches', value: 'staff' }, [' '.repeat(9998), 'vip'])).toBe(false);
  });

  it.each([
    ['(vip', 'missing closing )'],
    ['vip)', 'unexpected )'],
    ['[vip', 'missing closing ]'],
    ['[z-a]', 'invalid character class range'],
    ['*vip', 'missing argument to repetition operator'],
    ['v**', 'invalid nested repetition operator'],
    ['vip\\', 'trailing backslash at end of expression'],
    ['\\8', 'invalid escape sequence'],
    ['(?=vip)', 'invalid or unsupported Perl syntax'],
    ['v{1001}', 'invalid repeat count'],
    ['(?P<n', 'invalid named capture'],
  ])('%s is refused, saying %s', (pattern, why) => {
    expect(problemsOf({ op: 'matches', value: pattern })).toEqual([
      `value: must be a pattern in RE2 syntax (no look-around, no back references): ${why}`,
    ]);
  });

  it('is refused at its place in a list, and never repeated in the message', () => {
    const problems = problemsOf({ op: 'not_matches', values: ['vip', '(hunter2'] });
    expect(problems).toEqual([expect.stringMatching(/^values\[1\]: must be a pattern in RE2 syntax/)]);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('is refused when it is larger than 1,000 instructions, which take 0.3 s for 10,000 characters', () => {
    expect(problemsOf({ op: 'matches', value: '^.{1,400}$' })).toEqual([]);
    expect(problemsOf({ op: 'matches', value: '\\p{L}{900}\\p{Lu}{900}' })).toEqual([
      'value: is too large a pattern: lower its {repetitions}, or split it',
    ]);
  });

  it('is not even read when it is over a limit', () => {
    expect(problemsOf({ op: 'matches', value: '('.repeat(1001) })).toEqual([expect.stringMatching(/^value: .*1000/)]);
    expect(problemsOf({ op: 'matches', values: Array.from({ length: 101 }).fill('(') })).toEqual([
      expect.stringMatching(/^values: .*100/),
    ]);
  });

  it('has 1 to 1,000 characters, and 99 more may stand beside it', () => {
    const patterns = Array.from({ length: 100 }, (_, i) => `^user-${i}$`);
    expect(holds({ op: 'matches', values: patterns }, 'user-99')).toBe(true);
    expect(problemsOf({ op: 'matches', values: [...patterns, 'eve'] })).toEqual([
      expect.stringMatching(/^values: .*100/),
    ]);
    expect(problemsOf({ op: 'matches', value: 'x'.repeat(900) })).toEqual([]);
    expect(problemsOf({ op: 'matches', value: 'x'.repeat(1001) })).toEqual([expect.stringMatching(/^value: .*1000/)]);
    expect(problemsOf({ op: 'matches', value: '' })).toHaveLength(1);
  });
});
