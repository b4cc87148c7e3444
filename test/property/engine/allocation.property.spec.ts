import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compileVariantDraw } from '../../../lib/engine/allocation/variant-draw.js';
import { BUCKETS, BucketPurpose, bucketOf, bucketSeed } from '../../../lib/engine/allocation/bucket.js';
import { drawScope } from '../../unit/engine/allocation/draw-scope.js';
import { weight } from './shop-arbitraries.js';
import { POPULATION, populations } from './user-populations.js';

type Allocation = (typeof allocations)[number];
type Weights = Readonly<Record<string, number>>;

const allocations = ['ranges', 'rendezvous'] as const;
const NAMES = ['classic', 'instant', 'semantic', 'voice', 'visual', 'guided'];
const SIGMAS = 5;
// 5 standard deviations above the mean of chi-square with 39 degrees of freedom, 10 * 4 - 1: 39 + 5 * sqrt(2 * 39)
const CHI_SQUARE_BOUND = 83;

const salt = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' });
const some = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 1, maxLength: NAMES.length });
const weights = some(weight).filter((list) => list.some((each) => each > 0));
const wholeWeights = some(fc.integer({ min: 0, max: 1000 })).filter((list) => list.some((each) => each > 0));

function drawOf(all: Weights, allocation: Allocation, seasoned: string): (unit: string) => string | undefined {
  const shares = Object.entries(all).map(([variant, each]) => ({ variant, weight: each }));
  const spec = { shares, bucketed: { salt: seasoned }, allocation, sticky: undefined };
  const draw = compileVariantDraw(spec, drawScope('search'));
  return (unit) => shares[draw({ userId: unit })]?.variant;
}

function named(list: readonly number[]): Weights {
  return Object.fromEntries(list.map((each, i) => [NAMES[i] ?? i, each]));
}

function sharesOf(all: Weights): Map<string, number> {
  const total = Object.values(all).reduce((sum, each) => sum + each, 0);
  return new Map(Object.entries(all).map(([name, each]) => [name, each / total]));
}

const people = Array.from({ length: 100 }, (_, i) => `user-${i}`);

describe.each(allocations)('The allocation of variants by %s', (allocation) => {
  it('serves each unit a variant with a weight above 0, and always the same one', () => {
    fc.assert(
      fc.property(weights, salt, (list, seasoned) => {
        const all = named(list);
        const draw = drawOf(all, allocation, seasoned);
        const drawn = people.map(draw);
        expect(drawn.filter((variant) => variant === undefined || !(all[variant]! > 0))).toStrictEqual([]);
        expect(people.map(draw)).toEqual(drawn);
      }),
      { numRuns: 300 },
    );
  });

  it('moves nobody when all weights are scaled by one factor', () => {
    const factor = fc.oneof(
      fc.integer({ min: 2, max: 1_000_000 }),
      fc.integer({ min: -30, max: 30 }).map((power) => 2 ** power),
    );
    fc.assert(
      fc.property(wholeWeights, factor, salt, (list, by, seasoned) => {
        const scaled = named(list.map((each) => each * by));
        expect(people.map(drawOf(scaled, allocation, seasoned))).toEqual(
          people.map(drawOf(named(list), allocation, seasoned)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('moves nobody when a variant of weight 0 is added or removed', () => {
    fc.assert(
      fc.property(weights, salt, fc.nat({ max: NAMES.length }), (list, seasoned, at) => {
        const all = named(list);
        const withControl = Object.fromEntries(Object.entries(all).toSpliced(at, 0, ['control', 0]));
        expect(people.map(drawOf(withControl, allocation, seasoned))).toEqual(
          people.map(drawOf(all, allocation, seasoned)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it.each(Object.entries(populations))('serves %s in proportion to the weights', (_, ids) => {
    for (const list of [
      [50, 30, 20],
      [1, 0, 99],
      [0.2, 0.2, 0.2, 0.2, 0.2],
    ]) {
      const drawn = ids.map(drawOf(named(list), allocation, 'search'));
      for (const [name, share] of sharesOf(named(list))) {
        const count = drawn.filter((variant) => variant === name).length;
        const sigma = Math.sqrt(POPULATION * share * (1 - share));
        expect(Math.abs(count - POPULATION * share)).toBeLessThanOrEqual(SIGMAS * sigma);
      }
    }
  });

  it.each(Object.entries(populations))('draws for %s independently of the rollout of the same salt', (_, ids) => {
    const all = named([40, 30, 20, 10]);
    const draw = drawOf(all, allocation, 'search');
    const seed = bucketSeed('search', BucketPurpose.Rollout);
    const counts = new Map<string, number>();
    for (const unit of ids) {
      const cell = `${Math.floor((bucketOf(unit, seed) * 10) / BUCKETS)} ${draw(unit)}`;
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    let chiSquare = 0;
    for (let tenth = 0; tenth < 10; tenth++) {
      for (const [name, share] of sharesOf(all)) {
        const expected = (POPULATION * share) / 10;
        chiSquare += ((counts.get(`${tenth} ${name}`) ?? 0) - expected) ** 2 / expected;
      }
    }
    expect(chiSquare).toBeLessThan(CHI_SQUARE_BOUND);
  });
});

describe('The allocation of variants by rendezvous', () => {
  it('moves units only to a variant whose weight is raised, and only from one whose weight is lowered', () => {
    fc.assert(
      fc.property(weights, salt, fc.nat(), weight, (list, seasoned, which, other) => {
        const changed = which % list.length;
        const after = list.with(changed, other);
        fc.pre(after.some((each) => each > 0));
        const [draw, drawAfter] = [
          drawOf(named(list), 'rendezvous', seasoned),
          drawOf(named(after), 'rendezvous', seasoned),
        ];
        const name = NAMES[changed];
        const moved = people.map((unit) => [draw(unit), drawAfter(unit)]).filter(([from, to]) => from !== to);
        expect(moved.filter(([from, to]) => (other > list[changed]! ? to : from) !== name)).toStrictEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

const USERS = 100_000;

/** Weights before and after, and the share of users that theory moves by ranges in declared order. */
const changes: Readonly<
  Record<string, { readonly before: Weights; readonly after: Weights; readonly byRanges: number }>
> = {
  'weights go from 50/50 to 60/40': {
    before: { classic: 50, instant: 50 },
    after: { classic: 60, instant: 40 },
    byRanges: 0.1,
  },
  'a third variant is added': {
    before: { classic: 50, instant: 50 },
    after: { classic: 50, instant: 50, semantic: 50 },
    byRanges: 1 / 2,
  },
  'the last of three is removed': {
    before: { classic: 50, instant: 50, semantic: 50 },
    after: { classic: 50, instant: 50 },
    byRanges: 1 / 2,
  },
  'the middle one of three is removed': {
    before: { classic: 50, instant: 50, semantic: 50 },
    after: { classic: 50, semantic: 50 },
    byRanges: 1 / 3,
  },
};

/** The least share of users that any allocation moves: the total variation distance of the two distributions. */
function leastMoved(before: Weights, after: Weights): number {
  const [one, other] = [sharesOf(before), sharesOf(after)];
  const names = [...new Set([...one.keys(), ...other.keys()])];
  return names.reduce((sum, name) => sum + Math.abs((one.get(name) ?? 0) - (other.get(name) ?? 0)), 0) / 2;
}

function movedBy(allocation: Allocation, before: Weights, after: Weights): number {
  const [draw, drawAfter] = [drawOf(before, allocation, 'search'), drawOf(after, allocation, 'search')];
  let moved = 0;
  for (let i = 0; i < USERS; i++) {
    if (draw(`user-${i}`) !== drawAfter(`user-${i}`)) moved++;
  }
  return moved / USERS;
}

describe.each(Object.entries(changes))('Of 100,000 users, when %s,', (_, { before, after, byRanges }) => {
  it('rendezvous moves the fewest that any allocation can, to within 0.5%', () => {
    expect(Math.abs(movedBy('rendezvous', before, after) - leastMoved(before, after))).toBeLessThan(0.005);
  });

  it('ranges move as many as the shift of the ranges implies, to within 0.5%', () => {
    expect(Math.abs(movedBy('ranges', before, after) - byRanges)).toBeLessThan(0.005);
  });
});

describe.each(allocations)('Of 100,000 users, when weights are scaled by ten, %s', (allocation) => {
  it('moves nobody', () => {
    expect(
      movedBy(allocation, { classic: 5, instant: 3, semantic: 2 }, { classic: 50, instant: 30, semantic: 20 }),
    ).toBe(0);
  });
});
