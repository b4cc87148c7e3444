import { describe, expect, it } from '@jest/globals';
import { readDocument } from '../../../lib/store/read-document.js';

describe('readDocument', () => {
  it('returns text that is not JSON as the value, for the reader to report', () => {
    expect(readDocument('flag', 'search', 'no JSON')).toStrictEqual({ kind: 'flag', id: 'search', value: 'no JSON' });
  });

  it('returns JSON that is nested too deeply as text, which cannot exhaust the call stack', () => {
    expect(readDocument('flag', 'search', nested(100))?.value).toBeInstanceOf(Array);
    for (const depth of [101, 100_000])
      expect(readDocument('flag', 'search', nested(depth))?.value).toBe(nested(depth));
  });

  it('returns nothing for a kind that it does not know', () => {
    expect(readDocument('constructor', 'search', '{}')).toBeUndefined();
  });
});

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}
