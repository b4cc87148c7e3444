import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

describe('A comparison of text', () => {
  it('holds when it holds for one of several values', () => {
    const ours = { op: 'ends_with', values: ['@shop.example', '@shop.test'] };
    expect(holds(ours, 'ada@shop.test')).toBe(true);
    expect(holds(ours, 'ada@store.test')).toBe(false);
    expect(holds({ ...ours, op: 'not_ends_with' }, 'ada@shop.test')).toBe(false);
    expect(holds({ ...ours, op: 'not_ends_with' }, 'ada@store.test')).toBe(true);
  });

  it('treats no character as special', () => {
    expect(holds({ op: 'contains', value: '.*' }, 'shop')).toBe(false);
    expect(holds({ op: 'contains', value: '.*' }, 'a.*b')).toBe(true);
  });

  describe('with ignoreCase', () => {
    it.each([
      ['contains', 'ShOp', 'ada@SHOP.example'],
      ['starts_with', 'ADA', 'ada@shop.example'],
      ['ends_with', '.Example', 'ada@shop.EXAMPLE'],
      ['starts_with', 'ΟΔΟΣ', 'οδοσ 7'], // the small sigma at the end of a word and elsewhere
      ['ends_with', 'οδος', 'ΟΔΟΣ'],
      ['contains', 'k', '300 \u212A'], // Kelvin
      ['contains', 'SS', 'straße'],
    ])('%s %p finds %p', (op, value, text) => {
      expect(holds({ op, value, ignoreCase: true }, text)).toBe(true);
      expect(holds({ op: `not_${op}`, value, ignoreCase: true }, text)).toBe(false);
      expect(holds({ op, value }, text)).toBe(false);
    });

    it('still distinguishes accents', () => {
      expect(holds({ op: 'contains', value: 'cafe', ignoreCase: true }, 'CAFÉ')).toBe(false);
    });
  });

  it.each(['contains', 'not_contains', 'starts_with', 'not_starts_with', 'ends_with', 'not_ends_with'])(
    'accepts for %s up to 1,000 texts of 1 to 1,000 characters',
    (op) => {
      const texts = Array.from({ length: 1000 }, (_, i) => `text ${i}`);
      const long = Array.from({ length: 17 }, (_, i) => 'x'.repeat(1000 - i));
      expect(problemsOf({ op, values: texts })).toStrictEqual([]);
      expect(problemsOf({ op, value: 'x'.repeat(1000) })).toStrictEqual([]);
      expect(problemsOf({ op, values: [...texts, 'one more'] })).toEqual([expect.stringMatching(/^values: .*1000/)]);
      expect(problemsOf({ op, value: 'x'.repeat(1001) })).toEqual([expect.stringMatching(/^value: .*1000/)]);
      expect(problemsOf({ op, values: long.slice(1) })).toStrictEqual([]);
      expect(problemsOf({ op, values: long })).toEqual(['values: must have at most 16384 characters in total']);
      expect(problemsOf({ op, value: '' })).toEqual([expect.stringMatching(/^value: /)]);
      expect(problemsOf({ op, values: ['vip', 5] })).toEqual([
        expect.stringMatching(/^values\[1\]: .*must be a string/),
      ]);
    },
  );

  it('is not made with text of more than 8,192 characters, nor with a list whose texts have more in total', () => {
    for (const [op, value] of [
      ['contains', 'vip'],
      ['starts_with', 'vip'],
      ['not_ends_with', 'guest'],
    ] as const) {
      expect(holds({ op, value }, 'vip'.padEnd(8192))).toBe(true);
      expect(holds({ op, value }, 'vip'.padEnd(8193))).toBeUndefined();
      expect(holds({ op, value }, ['vip', 'b'.repeat(8189)])).toBe(true);
      expect(holds({ op, value }, ['vip', 'b'.repeat(8190)])).toBeUndefined();
    }
  });
});
