const { imul } = Math;
const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/**
 * MurmurHash3, x86, 32 bits, of the UTF-8 bytes of `text`, as an unsigned integer. Nothing is allocated.
 * Source: Austin Appleby's public-domain reference, https://github.com/aappleby/smhasher (MurmurHash3.cpp).
 * Lone surrogates count as U+FFFD, as in `TextEncoder`.
 */
export function murmur3(text: string, seed: number): number {
  let h = seed | 0;
  let block = 0; // up to four bytes, little-endian
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    let rest = 0; // the code point's continuation bytes still to come
    let point = text.charCodeAt(i);
    let byte = point;
    if (point >= 0x80) {
      if ((point & 0xf800) === 0xd800) {
        const low = point < 0xdc00 ? text.charCodeAt(i + 1) : 0; // NaN at the end counts as no low surrogate
        if ((low & 0xfc00) === 0xdc00) {
          point = 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff);
          i++;
        } else {
          point = 0xfffd;
        }
      }
      rest = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      byte = (point >> (6 * rest)) | (rest === 1 ? 0xc0 : rest === 2 ? 0xe0 : 0xf0);
    }
    for (;;) {
      block |= byte << ((bytes & 3) << 3);
      if ((++bytes & 3) === 0) {
        h ^= scrambled(block);
        h = (imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
        block = 0;
      }
      if (rest === 0) break;
      rest--;
      byte = ((point >> (6 * rest)) & 0x3f) | 0x80;
    }
  }
  h ^= scrambled(block); // zero when no byte is left over
  h ^= bytes;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function scrambled(block: number): number {
  const k = imul(block, C1);
  return imul((k << 15) | (k >>> 17), C2);
}
