import type { Bucketer } from 'nestjs-feature-flags/core';
import murmur from 'murmurhash3js-revisited';

/** The hash of Unleash's Node SDK: `murmur3("GROUP:USER") % 100` for rollouts, `% 1000` with a seed for variants. */
export const unleash: Bucketer = ({ salt, purpose, total }) => {
  const seed = purpose === 'variant' ? 86_028_157 : 0;
  // The Node SDK hashes only the low byte of each character, as "latin1" encodes it.
  return (unit) => murmur.x86.hash32(Buffer.from(`${salt}:${unit}`, 'latin1'), seed) % total;
};
