const { imul } = Math;

/**
 * MurmurHash3, x86, 32 bits, of ASCII text, as a signed integer: four characters at a time, and no number above the
 * small integers, which would be allocated.
 */
export function murmur3Ascii(text: string, seed: number): number {
  const { length } = text;
  const whole = length & ~3;
  let h = seed;
  for (let i = 0; i < whole; i += 4) {
    const k = imul(
      text.charCodeAt(i) |
        (text.charCodeAt(i + 1) << 8) |
        (text.charCodeAt(i + 2) << 16) |
        (text.charCodeAt(i + 3) << 24),
      0xcc9e2d51,
    );
    h ^= imul((k << 15) | (k >>> 17), 0x1b873593);
    h = (imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
  if (whole !== length) {
    let rest = text.charCodeAt(whole);
    if (whole + 1 < length) rest |= text.charCodeAt(whole + 1) << 8;
    if (whole + 2 < length) rest |= text.charCodeAt(whole + 2) << 16;
    const k = imul(rest, 0xcc9e2d51);
    h ^= imul((k << 15) | (k >>> 17), 0x1b873593);
  }
  h ^= length;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
