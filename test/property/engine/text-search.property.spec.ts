import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { edgeSearch } from '../../../lib/engine/targeting/operators/edge-search.js';
import { textSearch } from '../../../lib/engine/targeting/operators/text-search.js';

/** Texts of two letters, so that beginnings and ends of one are found in others. */
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 14 });
const wanted = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 6 }), { minLength: 1 });

describe('A search for many texts', () => {
  it('finds what separate searches find', () => {
    fc.assert(
      fc.property(wanted, text, (parts, whole) => {
        expect(textSearch(parts)(whole)).toBe(parts.some((part) => whole.includes(part)));
        expect(edgeSearch(parts, 'start')(whole)).toBe(parts.some((part) => whole.startsWith(part)));
        expect(edgeSearch(parts, 'end')(whole)).toBe(parts.some((part) => whole.endsWith(part)));
      }),
      { numRuns: 2000 },
    );
  });

  it('compares UTF-16 code units, as JavaScript does', () => {
    expect(textSearch(['\ude00'])('\ud83d\ude00')).toBe(true);
    expect(edgeSearch(['\ud83d'], 'start')('\ud83d\ude00')).toBe(true);
    expect(edgeSearch(['\uffff', '\ud83d\ude00'], 'start')('\ud83d\ude00!')).toBe(true);
  });
});
