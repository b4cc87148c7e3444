import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import { parseFlag, parseFlags } from '../../../lib/engine/parse/parse-flag.js';
import { alive, anything, copyOf, definition } from './shop-arbitraries.js';

const propertyNames = [
  'type',
  'key',
  'enabled',
  'description',
  'tags',
  'owner',
  'kind',
  'expiresAt',
  'metadata',
  'client',
  'version',
  'percentage',
  'bucketBy',
  'salt',
  'users',
  'attributes',
  'start',
  'end',
  'variants',
  'defaultVariant',
  'rollout',
  '__proto__',
  'constructor',
];

const nearlyRight = fc.oneof(
  anything,
  fc.constantFrom<unknown>('', '30', 0, -1, 0.0005, 101, 1e13, [], {}, [''], [null], { name: 'a', weight: 1 }),
  fc.constantFrom<unknown>('boolean', 'variant', '2026-11-27', '2026-11-27T00:00:00', '2026-11-27T00:00:00Z'),
);

/** Two digits, from `00` to a largest number. */
function digits(max: number): fc.Arbitrary<string> {
  return fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'));
}

/** Definitions in which one to three properties, perhaps deep inside, were replaced, added or removed. */
const mutated = fc
  .tuple(
    definition,
    fc.array(fc.tuple(fc.constantFrom(...propertyNames), fc.nat({ max: 20 }), fc.boolean(), nearlyRight), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([whole, mutations]) => {
    const copy = copyOf(whole);
    for (const [name, at, remove, insert] of mutations) {
      const value = copyOf(insert);
      const holders = objectsIn(copy);
      const holder = holders[at % Math.max(1, holders.length)];
      if (holder === undefined) return value;
      const known = Object.keys(holder);
      const target = at % 3 === 0 ? name : (known[at % Math.max(1, known.length)] ?? name);
      if (remove) Reflect.deleteProperty(holder, target);
      else Object.defineProperty(holder, target, { value, enumerable: true, configurable: true, writable: true });
    }
    return copy;
  });

describe('Parsing', () => {
  it('never throws anything but InvalidFlagError, with every problem under the flag’s key', () => {
    fc.assert(
      fc.property(anything, (input) => {
        expectFlagOrProblems(alive(input));
      }),
      { numRuns: 5000 },
    );
  });

  it('never throws anything but InvalidFlagError for definitions that are almost valid', () => {
    let refused = 0;
    let accepted = 0;
    fc.assert(
      fc.property(mutated, (input) => {
        if (expectFlagOrProblems(alive(input))) accepted++;
        else refused++;
      }),
      { numRuns: 5000 },
    );
    expect(refused).toBeGreaterThan(1000);
    expect(accepted).toBeGreaterThan(100);
  });

  it('never throws anything but InvalidFlagError for sets of definitions', () => {
    const set = fc.oneof(
      anything,
      fc.dictionary(fc.string(), anything, { maxKeys: 4 }),
      fc
        .array(fc.tuple(fc.string(), anything), { maxLength: 4 })
        .map((entries) => new Map(entries.map(([key, each]) => [key, alive(each)]))),
    );
    fc.assert(
      fc.property(set, (input) => {
        try {
          for (const [key, flag] of parseFlags(alive(input))) expect(flag.key).toBe(key);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidFlagError);
          expect((error as InvalidFlagError).issues.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('accepts every valid definition, and reads its JSON as the same frozen flag again', () => {
    fc.assert(
      fc.property(definition, (input) => {
        const flag = parseFlag('sale', input);
        expect(Object.isFrozen(flag)).toBe(true);
        expect(parseFlag('sale', flag)).toBe(flag);
        expect(parseFlag('sale', JSON.parse(JSON.stringify(flag)))).toStrictEqual(flag);
      }),
      { numRuns: 3000 },
    );
  });

  it('accepts no instant that the engine cannot read', () => {
    const text = fc
      .tuple(
        fc.integer({ min: 0, max: 9999 }).map((year) => String(year).padStart(4, '0')),
        ...[13, 32, 25, 61, 61].map(digits),
        fc.constantFrom('', '.5', '.123456789', ',5'),
        fc.oneof(
          fc.constantFrom('', 'Z', 'z', '+01', '+0100', '-00:00', '+24:00'),
          digits(24).map((h) => `+${h}:30`),
        ),
      )
      .map(([year, month, day, hour, minute, second, fraction, offset]) => {
        return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${offset}`;
      });
    let accepted = 0;
    fc.assert(
      fc.property(text, (start) => {
        if (!parses({ type: 'time_based', start })) return;
        accepted++;
        expect(Date.parse(start)).not.toBeNaN();
        expect(start).toMatch(/(Z|[+-]\d\d:\d\d)$/);
      }),
      { numRuns: 5000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it('accepts exactly the percentages of 0 to 100 in steps of 0.001', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_100_000, max: 11_000_000 }), (step) => {
        const legal = step >= 0 && step <= 1_000_000 && step % 10 === 0;
        expect(parses({ type: 'percentage', percentage: step / 10_000 })).toBe(legal);
      }),
      { numRuns: 3000, examples: [[0], [10], [1], [5], [999_990], [999_999], [1_000_000], [1_000_010], [-10]] },
    );
  });
});

function expectFlagOrProblems(input: unknown): boolean {
  try {
    const flag = parseFlag('sale', input);
    expect(flag.key).toBe('sale');
    expect(Object.isFrozen(flag)).toBe(true);
    expect(parseFlag('sale', flag)).toBe(flag);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidFlagError);
    const { issues } = error as InvalidFlagError;
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.filter(({ path, message }) => path[0] !== 'sale' || message === '')).toStrictEqual([]);
    return false;
  }
}

function parses(input: unknown): boolean {
  return expectFlagOrProblems(input);
}

/** The plain objects and lists within some data, itself first. */
function objectsIn(data: unknown): object[] {
  if (typeof data !== 'object' || data === null) return [];
  const prototype: unknown = Object.getPrototypeOf(data);
  if (!Array.isArray(data) && prototype !== Object.prototype && prototype !== null) return [];
  return [data, ...Object.values(data).flatMap(objectsIn)];
}
