import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import reference from 'murmurhash3js-revisited';
import { murmur3 } from '../../../lib/engine/murmur3.js';

describe('murmur3', () => {
  it('equals the reference implementation over the UTF-8 bytes of any text, lone surrogates included', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 64 }),
        fc.integer({ min: 0, max: 0xffffffff }),
        (text, seed) => {
          expect(murmur3(text, seed)).toBe(reference.x86.hash32([...new TextEncoder().encode(text)], seed));
        },
      ),
      { numRuns: 5000 },
    );
  });
});
