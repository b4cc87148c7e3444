import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('An operator on a whole array', () => {
  it('requires all operands among the elements, without converting them', () => {
    expect(holds({ op: 'contains_all', value: 'vip' }, ['new', 'vip'])).toBe(true);
    expect(holds({ op: 'contains_all', values: ['vip', 7, null] }, [null, 7, 'vip'])).toBe(true);
    expect(holds({ op: 'contains_all', values: ['vip', 7] }, ['vip', '7'])).toBe(false);
    expect(holds({ op: 'contains_all', value: 'vip' }, ['VIP'])).toBe(false);
  });

  it('accepts many operands in any order, with or without other elements', () => {
    const tags = Array.from({ length: 20 }, (_, i) => `tag-${i}`);
    expect(holds({ op: 'contains_all', values: tags }, [null, 'vip', ...tags.toReversed()])).toBe(true);
    expect(holds({ op: 'contains_all', values: tags }, [...tags.slice(1), ...tags.slice(1)])).toBe(false);
    expect(holds({ op: 'contains_all', values: [...tags, null, 7, true] }, [true, 7, null, ...tags])).toBe(true);
    expect(holds({ op: 'contains_all', values: [...tags, 7] }, [...tags, '7'])).toBe(false);
  });

  it.each([[['7', 7, 'vip']], [['7', 7, 'vip', ...'abcdefgh'.split('')]]])(
    'finds %j among bigints by their decimal text and their exact number',
    (values) => {
      const others = values.slice(2);
      expect(holds({ op: 'contains_all', values }, [7n, ...others])).toBe(true);
      expect(holds({ op: 'contains_all', values }, [8n, ...others])).toBe(false);
      expect(holds({ op: 'contains_all', values: [...values, 2 ** 53] }, [7n, 2n ** 53n, ...others])).toBe(true);
      expect(holds({ op: 'contains_all', values: [...values, 2 ** 53] }, [7n, 2n ** 53n + 1n, ...others])).toBe(false);
      expect(holds({ op: 'contains_all', values: [...values, '07', null, true] }, [7n, 1n, 0n, ...others])).toBe(false);
      expect(holds({ op: 'not_contains_all', values }, [10n ** 1024n, ...others])).toBeUndefined();
    },
  );

  it('reads 1,000 elements, and none of a longer array', () => {
    const tags = Array.from({ length: 1000 }, (_, i) => `tag-${i}`);
    expect(holds({ op: 'contains_all', values: ['tag-0', 'tag-999'] }, tags)).toBe(true);
    expect(holds({ op: 'contains_all', value: 'tag-0' }, [...tags, 'vip'])).toBeUndefined();
  });

  it('counts up to 10,000 elements', () => {
    const tags = Array.from({ length: 10_000 }, (_, i) => `tag-${i}`);
    expect(holds({ op: 'size', value: 10_000 }, tags)).toBe(true);
    expect(holds({ op: 'size_at_least', value: 1 }, [...tags, 'vip'])).toBeUndefined();
    expect(holds({ op: 'size_at_most', value: 9 }, [...tags, 'vip'])).toBeUndefined();
  });

  it.each([1e9, -1, 0.5, Number.NaN, '2', undefined])('ignores a proxy that claims to have %p elements', (length) => {
    const liar = new Proxy(['vip', 'early'], {
      get: (target, name, self) => (name === 'length' ? length : (Reflect.get(target, name, self) as unknown)),
    });
    expect(holds({ op: 'size_at_least', value: 0 }, liar)).not.toBe(true);
    expect(holds({ op: 'size_at_most', value: 9 }, liar)).not.toBe(true);
    expect(holds({ op: 'contains_all', value: 'late' }, liar)).not.toBe(true);
    expect(holds({ op: 'equals', value: 'vip' }, liar)).not.toBe(true);
    expect(holds({ op: 'not_equals', value: 'late' }, liar)).not.toBe(true);
  });

  it.each([['2'], [-1], [1.5], [10_001], [null], [undefined]])('rejects the size %p', (value) => {
    expect(problemsOf({ op: 'size', value })).toEqual([expect.stringMatching(/^value: /)]);
  });

  it('accepts up to 1,000 operands for contains_all', () => {
    const tags = Array.from({ length: 1000 }, (_, i) => `tag-${i}`);
    expect(problemsOf({ op: 'contains_all', values: tags })).toStrictEqual([]);
    expect(problemsOf({ op: 'contains_all', values: [...tags, 'vip'] })).toEqual([
      expect.stringMatching(/^values: .*1000/),
    ]);
    expect(problemsOf({ op: 'contains_all', values: [['vip']] })).toEqual([
      expect.stringMatching(/^values\[0\]: must be/),
    ]);
  });
});
