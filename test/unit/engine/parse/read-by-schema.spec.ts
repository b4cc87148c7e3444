import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readBySchema } from '../../../../lib/engine/parse/read-by-schema.js';
import { pathText } from '../../../../lib/engine/flag.errors.js';

/** The problems of an input as lines of `path: message`. */
function linesOf(schema: z.ZodType, input: unknown): string[] {
  const { issues = [] } = readBySchema(schema, input, ['sale']);
  return issues.map(({ path, message }) => `${pathText(path)}: ${message}`);
}

const delivery = z.union([
  z.boolean(),
  z.strictObject({ courier: z.string(), express: z.boolean().optional() }),
  z.strictObject({ locker: z.object({ id: z.number() }) }),
]);

describe('The problems of a schema', () => {
  it('are placed below the definition', () => {
    const schema = z.object({ items: z.array(z.object({ price: z.number() })) });
    expect(linesOf(schema, { items: [{ price: 1 }, { price: '2' }] })).toEqual([
      'sale.items[1].price: must be a number; given: a string of length 1',
    ]);
  });

  it('name at most five unknown properties, each cut to 80 characters', () => {
    const input = Object.fromEntries(['x'.repeat(200), 'a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, 1]));
    expect(linesOf(z.strictObject({}), input)).toEqual([
      `sale: has unknown properties, fix or remove them: "${'x'.repeat(80)}", "a", "b", "c", "d", and 2 more`,
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ['the only one of its type', { courier: 5 }, ['sale.courier: must be a string; given: a whole number']],
    [
      'the one that has all of its names',
      { courier: 'bike', expres: true },
      ['sale: has unknown properties, fix or remove them: "expres" (did you mean "express"?)'],
    ],
    [
      'the one that fails only at a nested value',
      { locker: { id: 'a' } },
      ['sale.locker.id: must be a number; given: a string of length 1'],
    ],
    ['the first, when none fits', 'bike', ['sale: must be true or false; given: a string of length 4']],
  ])('are, for a choice, those of %s', (_, input, lines) => {
    expect(linesOf(delivery, input)).toEqual(lines);
  });

  it('are, for nested choices, those of the innermost one', () => {
    const parcel: z.ZodType = z.lazy(() => z.union([z.strictObject({ all: z.array(parcel) }), delivery]));
    expect(linesOf(parcel, { all: [true, { all: [{ locker: { id: 1 } }, { courier: 5 }] }] })).toEqual([
      'sale.all[1].all[1].courier: must be a string; given: a whole number',
    ]);
  });

  it('suggest for an unknown property the most similar one that is missing', () => {
    const parcel = z.strictObject({ weight: z.number(), height: z.number().optional() });
    expect(linesOf(parcel, { weight: 1, wieght: 2, hieght: 3, colour: 'red' })).toEqual([
      'sale: has unknown properties, fix or remove them: "wieght", "hieght" (did you mean "height"?), "colour"',
    ]);
  });

  it('are those of the choice itself, where it has a message', () => {
    expect(linesOf(z.union([z.string(), z.number()], 'must be a name or a number'), true)).toEqual([
      'sale: must be a name or a number',
    ]);
  });

  it('do not, for a choice by name, list those of unknown names', () => {
    const byKind = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('bike') })]);
    const schema = z.union([z.strictObject({ van: z.strictObject({ plate: z.string() }) }), byKind]);
    expect(linesOf(schema, { van: { palte: 'K-1' } })).toEqual([
      'sale.van.plate: is missing; it must be a string',
      'sale.van: has unknown properties, fix or remove them: "palte" (did you mean "plate"?)',
    ]);
    expect(linesOf(schema, { kind: 'bke' })).toEqual(['sale.kind: is not a known name']);
  });
});
