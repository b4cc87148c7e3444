import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import reference from 'murmurhash3js-revisited';
import { createRendezvous, rendezvousScore, rendezvousSeed } from '../../../../lib/engine/allocation/rendezvous.js';
import { BucketPurpose } from '../../../../lib/engine/allocation/bucket.js';
import { murmur3 } from '../../../../lib/engine/allocation/murmur3.js';

interface GoldenVariant {
  readonly name: string;
  readonly weight: number;
  readonly seed: number;
  readonly hash: number;
}

interface GoldenRow {
  readonly salt: string;
  readonly unit: string;
  readonly variants: readonly GoldenVariant[];
  readonly served: string;
}

const golden = JSON.parse(
  readFileSync(new URL('../../../fixtures/golden-rendezvous.json', import.meta.url), 'utf8'),
) as {
  readonly comment: string;
  readonly rows: readonly GoldenRow[];
};

// Two names with one seed, so that their hashes are equal for every unit. Found by trying 71,200 names.
const TWINS = ['look-4395', 'look-71200'] as const;

function referenceHash(text: string, seed: number): number {
  return reference.x86.hash32(new TextEncoder().encode(text), seed);
}

function served(weights: Readonly<Record<string, number>>, salt: string, unit: string): string | undefined {
  const variants = Object.entries(weights).map(([name, weight]) => ({ name, weight }));
  return variants[createRendezvous(variants, salt).indexOf(unit)]?.name;
}

describe('rendezvous', () => {
  it.each(golden.rows)('keeps serving $served to $unit under $salt', ({ salt, unit, variants, served: winner }) => {
    for (const { name, seed, hash } of variants) {
      expect(rendezvousSeed(name, salt) >>> 0).toBe(seed);
      expect(murmur3(unit, seed) >>> 0).toBe(hash);
    }
    expect(variants[createRendezvous(variants, salt).indexOf(unit)]?.name).toBe(winner);
  });

  it('has golden rows that the reference implementation reproduces', () => {
    for (const row of golden.rows) {
      const flagSeed = referenceHash(row.salt, BucketPurpose.Variant);
      const variants = row.variants.map(({ name, weight }) => {
        const seed = referenceHash(name, flagSeed);
        return { name, weight, seed, hash: referenceHash(row.unit, seed) };
      });
      const [first] = variants
        .filter(({ weight }) => weight > 0)
        .map(({ name, weight, hash }) => ({ name, time: -Math.log((hash + 0.5) / 2 ** 32) / weight }))
        .toSorted((one, other) => one.time - other.time);
      expect({ ...row, variants, served: first?.name }).toEqual(row);
    }
  });

  it('has golden rows for each variant that can be served, and a warning to leave them alone', () => {
    expect(golden.comment).toContain('must never change');
    const winners = new Set(golden.rows.map(({ served: winner }) => winner));
    expect([...winners].toSorted()).toEqual(
      [
        'classic',
        'instant',
        'semantic',
        'light',
        'dark',
        'one page',
        'two pages',
        'wizard',
        'klein',
        'groß',
        'only',
      ].toSorted(),
    );
  });

  it('scores in proportion to the weight', () => {
    const seed = rendezvousSeed('dark', 'theme');
    for (const unit of ['ada', 'grace', '42', '😀']) {
      const score = rendezvousScore(unit, seed, 1);
      expect(score).toBe(-1 / Math.log((referenceHash(unit, seed) + 0.5) / 2 ** 32));
      expect(rendezvousScore(unit, seed, 8)).toBe(8 * score);
    }
  });

  it.each([
    ['lowest', 1_594_718_216, 0],
    ['highest', 1_813_043_339, 0xffffffff],
  ])('gives the %s of all hashes a finite score above 0', (_, seed, hash) => {
    expect(murmur3('ada', seed) >>> 0).toBe(hash);
    const score = rendezvousScore('ada', seed, 1);
    expect(score > 0 && Number.isFinite(score)).toBe(true);
  });

  it('serves the same whatever the order of declaration', () => {
    for (let i = 0; i < 500; i++) {
      const one = served({ classic: 50, instant: 30, semantic: 20 }, 'search', `user-${i}`);
      expect(served({ semantic: 20, classic: 50, instant: 30 }, 'search', `user-${i}`)).toBe(one);
    }
  });

  it('serves the first declared of two variants with equal scores, else the heavier one', () => {
    const [one, other] = TWINS;
    expect(rendezvousSeed(one, 'theme')).toBe(rendezvousSeed(other, 'theme'));
    for (const unit of ['ada', 'grace', '42']) {
      expect(served({ [one]: 1, [other]: 1 }, 'theme', unit)).toBe(one);
      expect(served({ [other]: 1, [one]: 1 }, 'theme', unit)).toBe(other);
      expect(served({ [one]: 1, [other]: 1.5 }, 'theme', unit)).toBe(other);
    }
  });

  it('serves the only variant with a weight above 0, however small, and none if there is none', () => {
    expect(served({ control: 0, light: 5e-324, dark: 0 }, 'theme', 'ada')).toBe('light');
    expect(createRendezvous([{ name: 'control', weight: 0 }], 'theme').indexOf('ada')).toBe(-1);
  });

  it('returns the scores of the variants that compete, of which the highest is served', () => {
    const rendezvous = createRendezvous(
      [
        { name: 'control', weight: 0 },
        { name: 'light', weight: 1 },
        { name: 'dark', weight: 3 },
      ],
      'theme',
    );
    const scores = rendezvous.scoresOf('ada');
    expect(scores.map(({ variant }) => variant)).toEqual(['light', 'dark']);
    const [light = NaN, dark = NaN] = scores.map(({ score }) => score);
    expect(rendezvous.indexOf('ada')).toBe(dark > light ? 2 : 1);
    expect(rendezvous.scoresOf(undefined)).toEqual([
      { variant: 'light', score: undefined },
      { variant: 'dark', score: undefined },
    ]);
  });
});
