import { expect, it } from '@jest/globals';
import { deleteFirst } from '../../../lib/internal/delete-first.js';

it('The function deleteFirst deletes the entry that was set first, whatever was set again since', () => {
  const map = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  map.set('a', 3);
  deleteFirst(map);
  expect([...map]).toEqual([['b', 2]]);
});

it('The function deleteFirst leaves an empty map empty', () => {
  const map = new Map();
  deleteFirst(map);
  expect(map.size).toBe(0);
});
