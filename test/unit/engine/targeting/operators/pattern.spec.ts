import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('A pattern', () => {
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
  ])('matches %s in %p: %p', (value, text, found) => {
    expect(holds({ op: 'matches', value }, text)).toBe(found);
    expect(holds({ op: 'not_matches', value }, text)).toBe(!found);
  });

  it('ignores case with ignoreCase', () => {
    expect(holds({ op: 'matches', value: '^SHOP', ignoreCase: true }, 'shop')).toBe(true);
    expect(holds({ op: 'matches', value: '^SHOP' }, 'shop')).toBe(false);
  });

  it('takes linear time, whatever the pattern and the text', () => {
    // A backtracking engine would need 2^999 steps.
    expect(holds({ op: 'matches', value: '^(a+)+$' }, `${'a'.repeat(999)}b`)).toBe(false);
  });

  it('is not searched for in more than 1,024 characters, those of an array in total', () => {
    expect(holds({ op: 'matches', value: 'vip' }, 'vip'.padEnd(1024))).toBe(true);
    expect(holds({ op: 'matches', value: 'vip' }, 'vip'.padEnd(1025))).toBeUndefined();
    expect(holds({ op: 'not_matches', value: 'staff' }, 'vip'.padEnd(1025))).toBeUndefined();
    expect(holds({ op: 'matches', value: 'vip' }, [' '.repeat(1021), 'vip'])).toBe(true);
    expect(holds({ op: 'matches', value: 'vip' }, [' '.repeat(1022), 'vip'])).toBeUndefined();
    expect(holds({ op: 'not_matches', value: 'staff' }, [' '.repeat(1022), 'vip'])).toBeUndefined();
  });

  it('with many instructions is searched for in fewer characters: 65,536 divided by their number', () => {
    const wide = { op: 'matches', value: `^[ab]{126}|vip` } as const; // 133 instructions
    expect(holds(wide, 'vip'.padStart(492))).toBe(true);
    expect(holds(wide, 'vip'.padStart(493))).toBeUndefined();
    const patterns = Array.from({ length: 100 }, (_, i) => `^user-${i + 10}`); // 10 instructions each
    expect(holds({ op: 'matches', values: patterns }, 'user-109'.padEnd(64))).toBe(true);
    expect(holds({ op: 'matches', values: patterns }, 'user-109'.padEnd(100))).toBeUndefined();
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
  ])('written as %s is rejected, saying %s', (pattern, why) => {
    expect(problemsOf({ op: 'matches', value: pattern })).toEqual([
      `value: must be a pattern in RE2 syntax (no look-around, no back references): ${why}`,
    ]);
  });

  it('is rejected at its place in a list, and never repeated in the message', () => {
    const problems = problemsOf({ op: 'not_matches', values: ['vip', '(hunter2'] });
    expect(problems).toEqual([expect.stringMatching(/^values\[1\]: must be a pattern in RE2 syntax/)]);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('is rejected when it has more than 500 instructions, or those of a condition more than 1,024', () => {
    expect(problemsOf({ op: 'matches', value: '^.{1,200}$' })).toStrictEqual([]);
    expect(problemsOf({ op: 'matches', value: '\\p{L}{900}\\p{Lu}{900}' })).toEqual([
      'value: is a pattern of 1802 instructions, more than 500: lower {repetitions}, or use several conditions',
    ]);
    expect(problemsOf({ op: 'matches', values: Array.from({ length: 11 }, () => 'a{98}') })).toEqual([
      'values: are patterns of 1100 instructions, more than 1024: lower {repetitions}, or use several conditions',
    ]);
  });

  it('is not parsed when it exceeds a limit', () => {
    expect(problemsOf({ op: 'matches', value: '('.repeat(1001) })).toEqual([expect.stringMatching(/^value: .*1000/)]);
    expect(problemsOf({ op: 'matches', values: Array.from({ length: 101 }).fill('(') })).toEqual([
      expect.stringMatching(/^values: .*100/),
    ]);
  });

  it('has 1 to 1,000 characters, and may be listed with 99 others', () => {
    const patterns = Array.from({ length: 100 }, (_, i) => `^id-${i}$`);
    expect(holds({ op: 'matches', values: patterns }, 'id-99')).toBe(true);
    expect(problemsOf({ op: 'matches', values: [...patterns, 'eve'] })).toEqual([
      expect.stringMatching(/^values: .*100/),
    ]);
    expect(problemsOf({ op: 'matches', value: 'x'.repeat(400) })).toStrictEqual([]);
    expect(problemsOf({ op: 'matches', value: 'x'.repeat(1001) })).toEqual([expect.stringMatching(/^value: .*1000/)]);
    expect(problemsOf({ op: 'matches', value: '' })).toHaveLength(1);
  });
});
