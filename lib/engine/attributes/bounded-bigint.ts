import { ContextLimits } from './context-limits.js';

const END = 10n ** BigInt(ContextLimits.bigintText);
const NEGATIVE_END = 10n ** BigInt(ContextLimits.bigintText - 1); // the sign is a character

/**
 * Whether a bigint is short enough to be converted to text, which takes time proportional to the square of its length.
 */
export function isBoundedBigint(value: bigint): boolean {
  return -NEGATIVE_END < value && value < END;
}

/** The number with exactly this value; the bigint itself if no number has it. */
export function exactNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isFinite(number) && BigInt(number) === value ? number : value;
}
