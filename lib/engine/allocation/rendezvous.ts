import { BucketPurpose, bucketSeed } from './bucket.js';
import { murmur3 } from './murmur3.js';
import { NO_VARIANT } from './no-variant.js';

// FROZEN. These lines decide which user sees what. Changing any of them moves users of every running experiment, so
// they never change; test/fixtures/golden-rendezvous.json pins their results. The last digit of Math.log depends on the
// JavaScript engine, which matters only for a unit whose two highest scores agree in 15 digits.

const { log } = Math;

interface Weighted {
  readonly name: string;
  /** A share of the sum of all weights; 0 is never served. */
  readonly weight: number;
}

/** Lets variants compete for units. */
export interface Rendezvous {
  /** The index of the variant with the highest score, the first of equal ones; -1 when all weights are 0. */
  readonly indexOf: (unit: string) => number;
  /** The competing variants, each with its score if there is a unit. */
  readonly scoresOf: (unit: string | undefined) => { variant: string; score: number | undefined }[];
}

/**
 * Weighted rendezvous hashing: each variant computes its own score for each unit, and the highest score wins. The odds
 * follow the weights. When one variant is added, removed or reweighted, units move only to or from that variant,
 * wherever it is declared: the fewest possible. When several weights change at once, slightly more units move: 30.6%
 * instead of 30% when 50/30/20 becomes 20/50/30. Source: Schindelhauer and Schomaker, "Weighted Distributed Hash
 * Tables" (SPAA 2005), the logarithmic method; also https://en.wikipedia.org/wiki/Rendezvous_hashing, "Weighted
 * rendezvous hash".
 */
export function createRendezvous(variants: readonly Weighted[], salt: string): Rendezvous {
  const competing = variants
    .map(({ name, weight }, index) => ({ name, index, weight, seed: rendezvousSeed(name, salt) }))
    .filter(({ weight }) => weight > 0);
  return {
    indexOf: (unit) => {
      let highest = -1;
      let winner = NO_VARIANT;
      for (const { index, weight, seed } of competing) {
        const score = rendezvousScore(unit, seed, weight);
        if (score > highest) {
          highest = score;
          winner = index;
        }
      }
      return winner;
    },
    scoresOf: (unit) =>
      competing.map(({ name, weight, seed }) => ({
        variant: name,
        score: unit === undefined ? undefined : rendezvousScore(unit, seed, weight),
      })),
  };
}

/** The seed of a variant's scores: `murmur3_x86_32(utf8(name), seed of the flag's variant buckets)`. */
export function rendezvousSeed(name: string, salt: string): number {
  return murmur3(name, bucketSeed(salt, BucketPurpose.Variant));
}

/** `-weight / ln(u)` with `u = (unsigned murmur3_x86_32(utf8(unit), seed) + 0.5) / 2^32`, which is never 0 nor 1. */
export function rendezvousScore(unit: string, seed: number, weight: number): number {
  return -weight / log(((murmur3(unit, seed) >>> 0) + 0.5) / 0x1_0000_0000);
}
