import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import { parseFlagSet } from '../../../lib/providers/parse-flag-set.js';
import { targetedShop } from '../../fixtures/targeted-shop.js';
import { definitionsValidator } from '../../support/definitions-validator.js';
import { copyOf, definition } from './shop-arbitraries.js';

type Mutation = readonly [holder: number, property: number, value: unknown];

const fits = definitionsValidator();
const written = [
  ...Object.entries(targetedShop.flags).map(([key, each]) => ['flags', key, each] as const),
  ...Object.entries(targetedShop.segments).map(([key, each]) => ['segments', key, each] as const),
];

const somewhere = fc.constantFrom(...partsOf(targetedShop));
const value = fc.oneof(
  somewhere,
  somewhere,
  fc.constant(undefined), // removes the property
  fc.boolean(),
  fc.constantFrom(0, 1, 0.001, 33.333, 99.999, 100, 1e12, null, [], {}),
  fc.constantFrom(
    'k',
    '😀'.repeat(128),
    'a\nb',
    'is.trial',
    '/a~1b',
    '/😀',
    '__proto__ ',
    'custom:near',
    'weekly',
    'UTC',
  ),
  fc.constantFrom('0000-01-01T00:00:00Z', '2028-02-29T23:59:59.999999999-23:59', '9999-12-31T00:00:00-00:00'),
  fc.string({ minLength: 1, unit: 'binary' }),
);

/** A definition of the shop, in which one or two places hold something else. */
const mutated = fc
  .tuple(
    fc.constantFrom(...written),
    fc.array(fc.tuple(fc.nat(200), fc.nat(20), value), { minLength: 1, maxLength: 2 }),
  )
  .map(([[kind, key, whole], mutations]) => {
    const holder = { whole: copyOf(whole) };
    for (const mutation of mutations) mutate(holder, mutation);
    return { flags: {}, [kind]: { [key]: holder.whole } };
  });

function mutate(whole: object, [at, which, replacement]: Mutation): void {
  const holders = partsOf(whole).filter((part) => typeof part === 'object' && part !== null);
  const holder = holders[at % holders.length] ?? whole;
  const names = Object.keys(holder);
  Reflect.set(holder, names[which % Math.max(1, names.length)] ?? 'extra', copyOf(replacement));
}

/** Some data and all data within. */
function partsOf(data: unknown): unknown[] {
  return typeof data === 'object' && data !== null ? [data, ...Object.values(data).flatMap(partsOf)] : [data];
}

function parses(set: { flags: unknown }): boolean {
  try {
    parseFlagSet(set, 'flags.json');
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidFlagError);
    return false;
  }
}

function asFile<T>(set: T): T {
  return JSON.parse(JSON.stringify(set)) as T;
}

describe('The JSON Schema of definition files', () => {
  it('accepts every flag that the parser accepts', () => {
    let accepted = 0;
    fc.assert(
      fc.property(definition, (sale) => {
        const set = asFile({ flags: { sale } });
        if (!parses(set)) return;
        accepted++;
        expect([fits(set), fits.errors]).toEqual([true, null]);
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(900);
  });

  it('accepts every change of a targeted definition that the parser accepts', () => {
    let accepted = 0;
    fc.assert(
      fc.property(mutated, (changed) => {
        const set = asFile(changed);
        if (!parses(set)) return;
        accepted++;
        expect([fits(set), fits.errors]).toEqual([true, null]);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(250);
  });
});
