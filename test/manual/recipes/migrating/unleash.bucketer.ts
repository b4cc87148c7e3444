import type { Bucketer } from 'nestjs-feature-flags/core';
import murmur from 'murmurhash3js-revisited';

/** The hash of Unleash: `murmur3("GROUP:USER") % 100` for rollouts, `% 1000` with a seed for variants. */
export const unleash: Bucketer = ({ salt, purpose, total }) => {
  const utf8 = new TextEncoder();
  const seed = purpose === 'variant' ? 86_028_157 : 0;
  return (unit) => murmur.x86.hash32(utf8.encode(`${salt}:${unit}`), seed) % total;
};
