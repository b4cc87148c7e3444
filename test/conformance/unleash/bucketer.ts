import reference from 'murmurhash3js-revisited';
import type { Bucketer } from '../../../lib/engine/allocation/bucketer.js';

const VARIANT_SEED = 86_028_157;

/**
 * Unleash's normalised hash, `murmur3_x86_32(utf8(groupId + ':' + unit), seed) % total`, with a seed of 0 for rollouts.
 * Unleash adds 1 and takes `<=` where a bucket is compared with `<`.
 *
 * @see https://docs.getunleash.io/reference/stickiness
 */
export const normalizedHash: Bucketer = ({ salt, purpose, total }) => {
  const seed = purpose === 'variant' ? VARIANT_SEED : 0;
  const utf8 = new TextEncoder();
  return (unit) => reference.x86.hash32(utf8.encode(`${salt}:${unit}`), seed) % total;
};
