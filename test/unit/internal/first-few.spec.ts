import { describe, expect, it } from '@jest/globals';
import { firstFew } from '../../../lib/internal/first-few.js';

describe('firstFew', () => {
  it('returns all items of a list that is short enough', () => {
    expect(firstFew(['a', 'b'], 2)).toEqual(['a', 'b']);
    expect(firstFew([], 2)).toStrictEqual([]);
  });

  it('returns the first items of a longer list and how many more there are', () => {
    expect(firstFew(['a', 'b', 'c', 'd'], 2).join(', ')).toBe('a, b, and 2 more');
  });

  it('converts only the items that it returns to text', () => {
    const asked: number[] = [];
    const show = (item: number) => {
      asked.push(item);
      return `#${item}`;
    };
    expect(firstFew([1, 2, 3], 1, show)).toEqual(['#1', 'and 2 more']);
    expect(asked).toEqual([1]);
  });
});
