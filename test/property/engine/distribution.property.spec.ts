import { describe, expect, it } from '@jest/globals';
import { BUCKETS, BucketPurpose, bucketOf, bucketSeed } from '../../../lib/engine/allocation/bucket.js';
import { shopFlags } from '../../fixtures/shop-flags.js';
import { compiled } from '../../unit/engine/compiled.js';
import { POPULATION, populations } from './user-populations.js';

const SIGMAS = 5;
// 5 standard deviations above the mean of chi-square with 99 degrees of freedom: 99 + 5 * sqrt(2 * 99)
const CHI_SQUARE_BOUND = 170;

const salts = ['new_checkout', 'search', 'sale', 'checkout.v2', 'größe', '0'];

/** What becomes of each user of a population under one salt. */
interface Fate {
  readonly inRollout: boolean;
  readonly variant: string | undefined;
  readonly gateBucket: number;
  readonly variantBucket: number;
}

const cases = Object.entries(populations).flatMap(([name, ids]) =>
  salts.map((salt) => ({ name, salt, fates: fatesOf(ids, salt) })),
);

function fatesOf(ids: readonly string[], salt: string): readonly Fate[] {
  const gate = compiled('new_checkout', { type: 'percentage', percentage: 30, salt });
  const draw = compiled('search', { ...shopFlags.search, salt });
  const gateSeed = bucketSeed(salt, BucketPurpose.Rollout);
  const variantSeed = bucketSeed(salt, BucketPurpose.Variant);
  return ids.map((userId) => ({
    inRollout: gate({ userId }).enabled,
    variant: draw({ userId }).variant,
    gateBucket: bucketOf(userId, gateSeed),
    variantBucket: bucketOf(userId, variantSeed),
  }));
}

/** Whether a count fits a share of the population, to within five standard deviations of a binomial draw. */
function expectShare(count: number, share: number): void {
  const sigma = Math.sqrt(POPULATION * share * (1 - share));
  expect(Math.abs(count - POPULATION * share)).toBeLessThan(SIGMAS * sigma);
}

function chiSquare(counts: readonly number[], total: number): number {
  const expected = total / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** How often each pair of tenths of two draws comes up. */
function jointTenths(one: readonly number[], other: readonly number[]): number[] {
  const cells = Array<number>(100).fill(0);
  for (const [i, bucket] of one.entries()) {
    const row = Math.floor((bucket * 10) / BUCKETS);
    const column = Math.floor((other[i]! * 10) / BUCKETS);
    cells[row * 10 + column]! += 1;
  }
  return cells;
}

function countVariants(fates: readonly Fate[]): Record<string, number> {
  const counts: Record<string, number> = { classic: 0, instant: 0, semantic: 0 };
  for (const { variant = 'none' } of fates) counts[variant] = (counts[variant] ?? 0) + 1;
  expect(Object.keys(counts)).toEqual(['classic', 'instant', 'semantic']);
  return counts;
}

describe('The distribution of users', () => {
  it('is measured over distinct, realistic ids', () => {
    for (const ids of Object.values(populations)) expect(new Set(ids).size).toBe(POPULATION);
    expect(populations.UUIDs[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(populations['e-mail addresses'][17]).toMatch(/^[^@\s]+@[a-z.]+$/);
  });

  it.each(cases)('gives a rollout of 30% its share of $name with the salt $salt', ({ fates }) => {
    expectShare(fates.filter(({ inRollout }) => inRollout).length, 0.3);
  });

  it.each(cases)('gives variants of 50, 30 and 20 their shares of $name with the salt $salt', ({ fates }) => {
    const counts = countVariants(fates);
    expectShare(counts['classic']!, 0.5);
    expectShare(counts['instant']!, 0.3);
    expectShare(counts['semantic']!, 0.2);
  });

  it.each(cases)('spreads $name evenly over all buckets with the salt $salt', ({ fates }) => {
    for (const draw of ['gateBucket', 'variantBucket'] as const) {
      const counts = Array<number>(100).fill(0);
      for (const fate of fates) counts[Math.floor(fate[draw] / 1000)]! += 1;
      expect(chiSquare(counts, POPULATION)).toBeLessThan(CHI_SQUARE_BOUND);
    }
  });

  it.each(cases)('draws variants for $name independently of the gate of the same salt $salt', ({ fates }) => {
    const counts = countVariants(fates.filter(({ inRollout }) => inRollout));
    expectShare(counts['classic']!, 0.3 * 0.5);
    expectShare(counts['instant']!, 0.3 * 0.3);
    expectShare(counts['semantic']!, 0.3 * 0.2);
    const joint = jointTenths(
      fates.map(({ gateBucket }) => gateBucket),
      fates.map(({ variantBucket }) => variantBucket),
    );
    expect(chiSquare(joint, POPULATION)).toBeLessThan(CHI_SQUARE_BOUND);
  });

  it.each(Object.keys(populations))(
    'draws %s independently for any two flags, gates and variants alike',
    (population) => {
      const flags = cases.filter(({ name }) => name === population);
      for (const draw of ['gateBucket', 'variantBucket'] as const) {
        const draws = flags.map(({ fates }) => fates.map((fate) => fate[draw]));
        for (const [i, one] of draws.entries()) {
          for (const other of draws.slice(i + 1)) {
            expect(chiSquare(jointTenths(one, other), POPULATION)).toBeLessThan(CHI_SQUARE_BOUND);
          }
        }
      }
    },
  );

  it.each(Object.entries(populations))('gives two flags of 50%% a quarter of %s in common', (_, ids) => {
    const checkout = compiled('new_checkout', { type: 'percentage', percentage: 50 });
    const search = compiled('search', { type: 'percentage', percentage: 50 });
    const both = ids.filter((userId) => checkout({ userId }).enabled && search({ userId }).enabled);
    expectShare(both.length, 0.25);
  });

  it.each(Object.entries(populations))('gives a rollout of 0.1%% its share of %s', (_, ids) => {
    const evaluate = compiled('new_checkout', { type: 'percentage', percentage: 0.1 });
    expectShare(ids.filter((userId) => evaluate({ userId }).enabled).length, 0.001);
  });
});
