import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { definitionsJsonSchema } from '../../../../lib/engine/parse/definitions.schema.js';
import { InvalidFlagError } from '../../../../lib/engine/flag.errors.js';
import { isFlagKey } from '../../../../lib/engine/flag-key.js';
import { flagSchemas } from '../../../../lib/engine/parse/flag.schema.js';
import type { JsonSchema } from '../../../../lib/engine/parse/json-schema.js';
import { parseFlagSet } from '../../../../lib/providers/parse-flag-set.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { targetedShop } from '../../../fixtures/targeted-shop.js';
import { definitionsValidator } from '../../../support/definitions-validator.js';
import { operatorExamples } from '../targeting/operators/operator-examples.js';

const fits = definitionsValidator();
const schema = definitionsJsonSchema();
const gold = { attribute: 'plan', op: 'equals', value: 'gold' };
const halves = [
  { name: 'light', weight: 1 },
  { name: 'dark', weight: 1 },
];

function parses(set: { flags: unknown; segments?: unknown }): boolean {
  try {
    parseFlagSet(set, 'flags.json');
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidFlagError);
    return false;
  }
}

function sale(definition: unknown) {
  return { flags: { sale: definition } };
}

function ruled(rule: unknown) {
  return sale({ type: 'boolean', otherwise: false, rules: [rule] });
}

function when(condition: unknown) {
  return ruled({ when: condition });
}

function recurring(recurrence: object, window: object = { end: '2026-11-27T12:00:00Z' }) {
  return sale({
    type: 'time_based',
    start: '2026-11-27T09:00:00Z',
    ...window,
    recurrence: { frequency: 'daily', timeZone: 'UTC', ...recurrence },
  });
}

/** The properties of all objects that a schema describes, by name. */
function propertiesIn(part: unknown): [name: string, property: JsonSchema][] {
  if (typeof part !== 'object' || part === null) return [];
  const { properties, if: _, dependentSchemas: __, contains: ___, ...rest } = part as JsonSchema;
  const own = Object.entries(properties ?? {}) as [string, JsonSchema][];
  return [...own, ...[...own.map(([, each]) => each), ...Object.values(rest)].flatMap(propertiesIn)];
}

describe('The JSON Schema of definition files', () => {
  it("accepts the shop's flags, and a file that uses every form", () => {
    for (const set of [{ flags: shopFlags }, targetedShop]) {
      expect([parses(set), fits(set), fits.errors]).toEqual([true, true, null]);
    }
  });

  it.each(operatorExamples)('accepts the operator %s', (op, { given }) => {
    const set = when({ attribute: 'plan', op, ...given });
    expect([parses(set), fits(set)]).toEqual([true, true]);
  });

  it.each([
    ['a condition that is true', when(true)],
    ['an empty all', when({ all: [] })],
    ['an empty any with false beside it', when({ all: [{ any: [] }, false] })],
    ['a boolean flag without its rules', sale({ type: 'boolean', rules: [] })],
    ['a user listed twice', sale({ type: 'user_list', users: ['ada', 'ada'] })],
    ['a key that is repeated', sale({ type: 'boolean', key: 'sale' })],
    ['nobody', sale({ type: 'user_list', users: [] })],
    ['a percentage that binary numbers do not have', sale({ type: 'percentage', percentage: 32.007 })],
    ['a name of 256 characters, half as many to a reader', sale({ type: 'user_list', users: ['🛒'.repeat(128)] })],
    ['an attribute path of 10 names', when({ ...gold, attribute: '/a/b/c/d/e/f/g/h/i/~0~1' })],
    ['an attribute by a name with dots and blanks', when({ ...gold, attribute: 'plan.of company' })],
  ])('accepts %s, as the parser does', (_, set) => {
    expect([parses(set), fits(set)]).toEqual([true, true]);
  });

  describe.each<[string, readonly (readonly [mistake: string, set: { flags: unknown; segments?: unknown }])[]]>([
    [
      'a file',
      [
        ['no flags', { flags: undefined, segments: {} }],
        ['a list of flags', { flags: [] }],
        ['a key with a blank', { flags: { 'new checkout': true } }],
        ['an empty key', { flags: { '': true } }],
        ['a key of 129 characters', { flags: { ['k'.repeat(129)]: true } }],
        ['segments that are a list', { flags: {}, segments: [] }],
        ['a segment with a bad key', { flags: {}, segments: { 'our staff': {} } }],
        ['a segment that is true', { flags: {}, segments: { staff: true } }],
        [
          'a segment with an attribute and no list',
          { flags: {}, segments: { staff: { attribute: 'team', rules: [true] } } },
        ],
        ['a path into the user id', { flags: {}, segments: { staff: { attribute: '/userId/team', include: ['a'] } } }],
        ['a typo in a segment', { flags: {}, segments: { staff: { includes: ['ada'] } } }],
      ],
    ],
    [
      'a flag',
      [
        ['text for a definition', sale('on')],
        ['no definition', sale(null)],
        ['no type', sale({ enabled: true })],
        ['an unknown type', sale({ type: 'percent', percentage: 3 })],
        ['a typo in a property', sale({ type: 'percentage', percentage: 3, enabeld: true })],
        ['a property of another type', sale({ type: 'boolean', percentage: 3 })],
        ['text for a switch', sale({ type: 'boolean', enabled: 'yes' })],
        ['a missing percentage', sale({ type: 'percentage' })],
        ['a percentage of 101', sale({ type: 'percentage', percentage: 101 })],
        ['a percentage beside a range', sale({ type: 'percentage', percentage: 3, from: 0, to: 3 })],
        ['a range without an end', sale({ type: 'percentage', from: 0 })],
        ['no ranges', sale({ type: 'percentage', ranges: [] })],
        ['a percentage in text', sale({ type: 'percentage', percentage: '30' })],
        ['users that are no list', sale({ type: 'user_list', users: 'ada' })],
        ['users by number', sale({ type: 'user_list', users: [42] })],
        ['an attribute that is an object', sale({ type: 'user_attribute', attributes: { plan: { in: ['gold'] } } })],
        ['a path with an empty name', sale({ type: 'user_attribute', attributes: { '/company//plan': 'gold' } })],
        ['no variants', sale({ type: 'variant', variants: [] })],
        ['a variant without a weight', sale({ type: 'variant', variants: [{ name: 'light' }] })],
        ['only weights of 0', sale({ type: 'variant', variants: [{ name: 'light', weight: 0 }] })],
        ['a negative weight', sale({ type: 'variant', variants: [...halves, { name: 'neon', weight: -1 }] })],
        ['two hashes', sale({ type: 'variant', variants: halves, allocation: 'rendezvous', bucketer: 'md5' })],
        ['a reserved bucketer', sale({ type: 'percentage', percentage: 3, bucketer: 'vendor/unleash' })],
        ['a bucketer without parameters', sale({ type: 'percentage', percentage: 3, bucketer: { name: 'md5' } })],
        ['no strategy', sale({ type: 'custom', parameters: 3 })],
        ['a layer without an end', sale({ type: 'boolean', layer: { name: 'checkout', from: 0 } })],
        [
          'two requirements for one flag',
          sale({ type: 'boolean', prerequisites: [{ flag: 'a', enabled: true, value: 1 }] }),
        ],
        ['rules without otherwise', sale({ type: 'boolean', rules: [{ when: gold }] })],
      ],
    ],
    [
      'a time',
      [
        ['neither start nor end', sale({ type: 'time_based' })],
        ['a date without a time', sale({ type: 'time_based', start: '2026-11-27' })],
        ['a date without an offset', sale({ type: 'time_based', start: '2026-11-27T00:00:00' })],
        ['a day that there is not', sale({ type: 'time_based', start: '2026-02-30T00:00:00Z' })],
        ['a recurrence without an end', recurring({}, {})],
        ['a recurrence without a time zone', recurring({ timeZone: undefined })],
        ['an offset without a colon for a time zone', recurring({ timeZone: '+0100' })],
        ['days of the week for daily', recurring({ daysOfWeek: ['friday'] })],
        ['a day twice', recurring({ frequency: 'weekly', daysOfWeek: ['friday', 'friday'] })],
        ['a day cut short', recurring({ frequency: 'weekly', daysOfWeek: ['fri'] })],
        [
          'one point for a line',
          sale({ type: 'percentage', percentage: { linear: [{ at: '2026-11-27T00:00:00Z', percentage: 1 }] } }),
        ],
      ],
    ],
    [
      'a rule',
      [
        ['a typo in a property', ruled({ if: gold })],
        ['a typo in what is served', ruled({ serve: { varient: 'light' } })],
        ['text that is served', ruled({ serve: 'light' })],
        ['an empty split', ruled({ serve: { split: [] } })],
        ['a rollout without a percentage', ruled({ rollout: { salt: 'spring' } })],
        ['an unknown miss', ruled({ rollout: { percentage: 3 }, onMiss: 'skip' })],
      ],
    ],
    [
      'a condition',
      [
        ['nothing', when({})],
        ['a list', when([gold])],
        ['two kinds at once', when({ all: [gold], any: [gold] })],
        ['an unknown operator', when({ ...gold, op: 'equal' })],
        ['an unknown operator deep inside', when({ all: [gold, { not: { any: [{ ...gold, op: 'equal' }] } }] })],
        ['no operator', when({ attribute: 'plan', value: 'gold' })],
        ['a typo in a property', when({ atribute: 'plan', op: 'equals', value: 'gold' })],
        ['no attribute', when({ op: 'equals', value: 'gold' })],
        ['a missing value', when({ attribute: 'plan', op: 'equals' })],
        ['a missing value of several', when({ attribute: 'plan', op: 'in' })],
        ['a value and values', when({ attribute: 'plan', op: 'in', value: 'gold', values: ['gold'] })],
        ['a value that is not needed', when({ attribute: 'plan', op: 'exists', value: true })],
        ['text for a number', when({ attribute: 'age', op: 'greater_than', value: '18' })],
        ['a number for text', when({ attribute: 'plan', op: 'starts_with', value: 1 })],
        ['a list for a value', when({ attribute: 'plan', op: 'equals', value: ['gold'] })],
        ['a date without an offset', when({ attribute: 'joined', op: 'before', value: '2026-01-01T00:00:00' })],
        ['an option of other operators', when({ ...gold, lenient: true })],
        ['an operator of yours with a bad name', when({ ...gold, op: 'custom:is-near' })],
        ['a segment with a bad key', when({ segment: 'our staff' })],
      ],
    ],
  ])('rejects, as the parser does, in %s', (_, mistakes) => {
    it.each(mistakes)('%s', (__, set) => {
      expect([parses(set), fits(JSON.parse(JSON.stringify(set)))]).toEqual([false, false]);
    });
  });

  it('lets editors complete types and operators', () => {
    const { flag, attribute_condition } = schema['$defs'] as Record<string, JsonSchema>;
    expect(flag).toMatchObject({ anyOf: [{ properties: { type: { enum: Object.keys(flagSchemas) } } }, {}] });
    expect(attribute_condition).toMatchObject({
      properties: { op: { anyOf: [{ enum: operatorExamples.map(([op]) => op) }, {}] } },
    });
  });

  it('describes every property that users write', () => {
    const named = schema['$defs'] as Record<string, JsonSchema>;
    const properties = propertiesIn(schema);
    const undescribed = properties.filter(
      ([, { description, $ref = '' }]) =>
        (description ?? named[$ref.replace('#/$defs/', '')]?.description) === undefined,
    );
    expect(properties.length).toBeGreaterThan(100);
    // The branches of a choice: the choice itself is described.
    expect(new Set(undescribed.map(([name]) => name))).toEqual(new Set(['type', 'op']));
  });

  it('names every schema that it refers to', () => {
    expect(Object.keys(schema['$defs'] as object).filter((name) => !/^[a-z]+(_[a-z]+)*$/.test(name))).toStrictEqual([]);
  });

  it("leaves zod's global registry of names to the application", () => {
    const names = Object.keys(schema['$defs'] as object);
    expect(names).not.toStrictEqual([]);
    expect(Object.keys(z.toJSONSchema(z.globalRegistry).schemas)).toStrictEqual([]);
  });

  it.each(['a', 'checkout.v2', 'a:b/c-d_e', 'k'.repeat(128), 'k'.repeat(129), '', '.a', 'ä', 'a b', 'a\n'])(
    'follows the grammar of keys: %j',
    (key) => {
      expect(fits({ flags: { [key]: true } })).toBe(isFlagKey(key));
    },
  );
});
