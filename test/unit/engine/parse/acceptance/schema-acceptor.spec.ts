import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { JsonValue } from '../../../../../lib/engine/json/json-value.js';
import { schemaAcceptor } from '../../../../../lib/engine/parse/acceptance/schema-acceptor.js';

const name = z.string().min(2).max(4);
const tree: z.ZodType = z.lazy(() => z.strictObject({ children: z.array(tree) }));
const animal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cat'), lives: z.int().min(1) }),
  z.strictObject({ kind: z.enum(['dog', 'wolf']), name: name.optional() }),
]);

const cases: readonly (readonly [what: string, schema: z.ZodType, data: readonly JsonValue[]])[] = [
  ['texts', name, ['ab', 'a', 'abcde', 5, null, ['a', 'b']]],
  ['texts of a pattern', z.string().regex(/^a+$/), ['aa', 'ab', 7]],
  ['texts of a format', z.iso.datetime({ offset: true }), ['2026-11-27T00:00:00+01:00', '2026-11-27', 7]],
  ['texts of a format with more than a pattern', z.base64(), ['YQ==', 'YQ=', 7]],
  ['texts of a template', z.templateLiteral(['custom:', z.string().regex(/^\w+$/)]), ['custom:near', 'near', 7]],
  ['numbers', z.number().min(0).max(100), [0, 100, -0.1, 100.1, '5']],
  ['exclusive bounds', z.number().gt(0).lt(100), [0.1, 99.9, 0, 100]],
  ['whole numbers', z.int().min(1), [1, 0, 1.5, 2 ** 53]],
  ['other formats of numbers', z.float32(), [1.5, 1e300, '1.5']],
  ['truth values', z.boolean(), [true, 0, 'true']],
  ['null', z.null(), [null, 0, {}]],
  ['literals', z.literal(['on', 1]), ['on', 1, 'off']],
  ['arrays', z.array(name).min(1), [['ab'], [], ['ab', 'a'], { length: 1 }]],
  ['tuples', z.tuple([name, z.number()]), [['ab', 1], ['ab']]],
  ['objects', z.strictObject({ name, age: z.number().optional() }), [{ name: 'ab' }, {}, { name: 'ab', size: 1 }, []]],
  ['objects of any members', z.object({ name }).loose(), [{ name: 'ab', size: 1 }, {}]],
  ['records', z.record(name, z.number()), [{}, { ab: 1 }, { a: 1 }, { ab: '1' }, []]],
  ['records of all of some names', z.record(z.enum(['ab', 'cd']), z.number()), [{ ab: 1, cd: 2 }, { ab: 1 }, {}]],
  ['exclusive unions', z.xor([name, z.string().max(3)]), ['a', 'abcd', 'ab', 5]],
  ['unions', z.union([name, z.number()]), ['ab', 5, 'a', null]],
  ['choices', animal, [{ kind: 'cat', lives: 9 }, { kind: 'wolf' }, { kind: 'cat' }, { kind: 'cow' }, {}, 'cat']],
  ['recursive schemas', tree, [{ children: [{ children: [] }] }, { children: [{}] }, {}]],
  ['custom schemas', z.custom((value) => value !== 'secret'), ['open', 'secret']],
  ['refinements', name.refine((text) => text !== 'no'), ['yes', 'no']],
  [
    'checks that add issues',
    name.superRefine((text, check) => void (text === 'no' && check.addIssue('no'))),
    ['yes', 'no'],
  ],
];

describe('schemaAcceptor', () => {
  it.each(cases)('accepts exactly the %s that the schema accepts', (_, schema, data) => {
    const accepted = data.filter((each) => schemaAcceptor(schema)(each));
    expect(accepted).toStrictEqual(data.filter((each) => schema.safeParse(each).success));
    expect(accepted).not.toHaveLength(0);
    expect(accepted).not.toHaveLength(data.length);
  });

  it('accepts no members that an object inherits, and none that a schema inherits', () => {
    const accepts = schemaAcceptor(z.strictObject({ name }));
    expect(accepts(Object.create({ name: 'ab' }) as JsonValue)).toBe(false);
    expect(accepts({ name: 'ab', toString: 'ab' })).toBe(false);
  });

  it('rejects what an asynchronous refinement would decide', () => {
    const accepts = schemaAcceptor(name.refine(() => Promise.resolve(true)));
    expect(accepts('ab')).toBe(false);
  });

  it('is created once for each schema', () => {
    expect(schemaAcceptor(name)).toBe(schemaAcceptor(name));
  });
});
