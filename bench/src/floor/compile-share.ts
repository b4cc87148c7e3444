import { murmur3Ascii } from './murmur3-ascii.js';

// What the hash is drawn for, as a library would keep its two draws apart.
const ROLLOUT = 1;
const VARIANT = 2;

// The hash is a signed integer. With its highest bit flipped it is in the order of the unsigned one.
const FLIP = -0x8000_0000;

/** Whether a user is within the percentage: one hash and one comparison. */
export function compilePercentage(key: string, percentage: number): (user: { readonly userId: string }) => boolean {
  if (percentage >= 100) return () => true;
  const seed = murmur3Ascii(key, ROLLOUT);
  const end = thresholdOf(percentage / 100);
  return (user) => (murmur3Ascii(user.userId, seed) ^ FLIP) < end;
}

/** The variant of a user: one hash, compared with where each variant's share ends. */
export function compileVariants(
  key: string,
  variants: readonly { readonly name: string; readonly weight: number }[],
): (user: { readonly userId: string }) => string {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  const seed = murmur3Ascii(key, VARIANT);
  const names = variants.map(({ name }) => name);
  const ends: number[] = [];
  let sum = 0;
  for (const { weight } of variants.slice(0, -1)) ends.push(thresholdOf((sum += weight) / total));
  const last = names.at(-1) ?? '';
  return (user) => {
    const drawn = murmur3Ascii(user.userId, seed) ^ FLIP;
    for (let i = 0; i < ends.length; i++) if (drawn < (ends[i] as number)) return names[i] as string;
    return last;
  };
}

/** @param part of the whole, from 0 to just below 1 */
function thresholdOf(part: number): number {
  return Math.min(Math.ceil(part * 0x1_0000_0000) + FLIP, 0x7fff_ffff);
}
