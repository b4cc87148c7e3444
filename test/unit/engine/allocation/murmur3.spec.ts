import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import reference from 'murmurhash3js-revisited';
import { murmur3 } from '../../../../lib/engine/allocation/murmur3.js';

const seeds = fc.integer({ min: 0, max: 0xffffffff });

function referenceHash(text: string, seed: number): number {
  return reference.x86.hash32(new TextEncoder().encode(text), seed);
}

describe('murmur3', () => {
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['a', 0x9747b28c, 0x7fa09ea6],
    ['aa', 0x9747b28c, 0x5d211726],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['abcd', 0x9747b28c, 0xf0478627],
    ['test', 0, 0xba6bd213],
    ['hello', 0, 0x248bfa47],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ])('gives the published vector of %j with seed %d', (text, seed, hash) => {
    expect(murmur3(text, seed) >>> 0).toBe(hash);
    expect(referenceHash(text, seed)).toBe(hash);
  });

  it('equals the reference implementation over the UTF-8 bytes of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), seeds, (text, seed) => {
        expect(murmur3(text, seed) >>> 0).toBe(referenceHash(text, seed));
      }),
      { numRuns: 5000 },
    );
  });

  it('equals the reference implementation for any UTF-16 code units, lone surrogates included', () => {
    const codeUnit = fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.integer({ min: 0xd800, max: 0xdfff }),
      fc.constantFrom(0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xfffd, 0xffff),
    );
    fc.assert(
      fc.property(fc.array(codeUnit, { maxLength: 32 }), seeds, (units, seed) => {
        const text = String.fromCharCode(...units);
        expect(murmur3(text, seed) >>> 0).toBe(referenceHash(text, seed));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['a high surrogate at the end', 'x\ud83d', 'x\ufffd'],
    ['a high surrogate before a letter', '\ud83dx', '\ufffdx'],
    ['a low surrogate', '\ude00x', '\ufffdx'],
    ['the first of two high surrogates', '\ud83d\ud83d\ude00', '\ufffd😀'],
    ['a pair in the wrong order', '\ude00\ud83d', '\ufffd\ufffd'],
  ])('hashes %s as U+FFFD', (_, text, wellFormed) => {
    expect(murmur3(text, 7)).toBe(murmur3(wellFormed, 7));
    expect(murmur3(text, 7) >>> 0).toBe(referenceHash(text, 7));
  });
});
