import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('An order comparison', () => {
  it.each([
    ['greater_than', [18, 65], [19], [18, 5]],
    ['greater_than_or_equal', [65, 18], [18], [17]],
    ['less_than', [18, 65], [64, 2], [65]],
    ['less_than_or_equal', [65, 18, 20], [65], [66]],
    ['before', ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'], ['2026-06-01T00:00:00Z'], ['2027-01-01T00:00:00Z']],
    ['after', ['2027-01-01T00:00:00Z', '2026-01-01T00:00:00Z'], ['2026-06-01T00:00:00Z'], ['2026-01-01T00:00:00Z']],
    ['sorts_before', ['b', 'd'], ['c', 'B', ''], ['d', 'e']],
  ])('%s %j: one must hold', (op, values, inside, outside) => {
    expect(inside.map((seen) => holds({ op, values }, seen))).toStrictEqual(inside.map(() => true));
    expect(outside.map((seen) => holds({ op, values }, seen))).toStrictEqual(outside.map(() => false));
    expect(outside.map((seen) => holds({ op: `not_${op}`, values }, seen))).toStrictEqual(outside.map(() => true));
  });

  it('accepts up to 100 operands', () => {
    const values = Array.from({ length: 100 }, (_, i) => i);
    expect(problemsOf({ op: 'greater_than', values })).toStrictEqual([]);
    expect(problemsOf({ op: 'greater_than', values: [...values, 100] })).toEqual([
      expect.stringMatching(/^values: .*100/),
    ]);
    expect(problemsOf({ op: 'less_than' })).toEqual(['(root): needs either "value" or "values"']);
  });

  it('sorts texts by their UTF-16 code units', () => {
    const ascending = ['', 'A', 'B', 'Z', 'a', 'aa', 'b', '\u00e4', '\u{1f600}', '\uff21']; // a pair comes before U+FF21
    const behind = ascending.map((value) => ascending.filter((seen) => holds({ op: 'sorts_after', value }, seen)));
    expect(behind).toStrictEqual(ascending.map((_, i) => ascending.slice(i + 1)));
    expect(holds({ op: 'sorts_after', value: '5' }, 6)).toBe(false);
    expect(holds({ op: 'sorts_after', value: '5', as: 'text' }, 6)).toBe(true);
  });
});
