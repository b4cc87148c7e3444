import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('an operator on a whole array', () => {
  it('wants all operands among the elements, by strict equality', () => {
    expect(holds({ op: 'contains_all', value: 'vip' }, ['new', 'vip'])).toBe(true);
    expect(holds({ op: 'contains_all', values: ['vip', 7, null] }, [null, 7, 'vip'])).toBe(true);
    expect(holds({ op: 'contains_all', values: ['vip', 7] }, ['vip', '7'])).toBe(false);
    expect(holds({ op: 'contains_all', value: 'vip' }, ['VIP'])).toBe(false);
  });

  it('takes an array of 10,000 elements, and a longer one for a wrong type', () => {
    const tags = Array.from({ length: 10_000 }, (_, i) => `tag-${i}`);
    expect(holds({ op: 'contains_all', values: ['tag-0', 'tag-9999'] }, tags)).toBe(true);
    expect(holds({ op: 'size', value: 10_000 }, tags)).toBe(true);
    expect(holds({ op: 'contains_all', value: 'tag-0' }, [...tags, 'vip'])).toBe(false);
    expect(holds({ op: 'size_at_least', value: 1 }, [...tags, 'vip'])).toBe(false);
  });

  it.each([1e9, -1, 0.5, Number.NaN, '2', undefined])('does not believe a proxy that has %p elements', (length) => {
    const liar = new Proxy(['vip', 'early'], {
      get: (target, name, self) => (name === 'length' ? length : (Reflect.get(target, name, self) as unknown)),
    });
    expect(holds({ op: 'size_at_least', value: 0 }, liar)).toBe(false);
    expect(holds({ op: 'size_at_most', value: 9 }, liar)).toBe(false);
    expect(holds({ op: 'contains_all', value: 'late' }, liar)).toBe(false);
    expect(holds({ op: 'equals', value: 'vip' }, liar)).toBe(false);
    expect(holds({ op: 'not_equals', value: 'late' }, liar)).toBe(false);
  });

  it.each([['2'], [-1], [1.5], [10_001], [null], [undefined]])('refuses the size %p', (value) => {
    expect(problemsOf({ op: 'size', value })).toEqual([expect.stringMatching(/^value: /)]);
  });

  it('takes up to 1,000 operands to contain', () => {
    const tags = Array.from({ length: 1000 }, (_, i) => `tag-${i}`);
    expect(problemsOf({ op: 'contains_all', values: tags })).toEqual([]);
    expect(problemsOf({ op: 'contains_all', values: [...tags, 'vip'] })).toEqual([
      expect.stringMatching(/^values: .*1000/),
    ]);
    expect(problemsOf({ op: 'contains_all', values: [['vip']] })).toEqual([
      expect.stringMatching(/^values\[0\]: must be/),
    ]);
  });
});
