import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { attributeConditionSchema } from '../../../../../lib/engine/targeting/schema/attribute-condition.schema.js';
import { operators } from '../../../../../lib/engine/targeting/operators.js';
import { problemsOf } from '../operators/conditions.js';
import { operatorExamples } from '../operators/operator-examples.js';

const legal = [
  ...operatorExamples.map(([op, { given }]) => ({ op, ...given })),
  { op: 'in_cidr', value: '10.0.0.0/8', negate: true },
  { op: 'custom:fits_in', negate: true },
  { op: 'in', values: ['DE', 'AT'], ignoreCase: true, as: 'text' },
  { op: 'contains', value: 'vip', ignoreCase: false },
  { op: 'semver_equals', value: 'v2', lenient: true },
  { op: 'custom:fits_in', value: { width: 3, tags: ['a'] }, ignoreCase: true, as: 'instant', lenient: true },
  { op: 'custom:is_weekend' },
  { op: 'exists', attribute: 'userId' },
  { op: 'size', value: 1, as: 'list', attribute: 'userId' },
  { op: 'equals', value: true, as: 'boolean', attribute: 'userId' },
  { op: 'in', values: [42, '43'], attribute: 'userId' },
  { op: 'equals', value: 'DE', attribute: '/user/userId/country' },
  { op: 'custom:near', values: [[52.5, 13.4], null] },
];

const illegal = [
  [{ op: 'equals' }, 'value: must be a string, number, boolean or null'],
  [{ op: 'equals', value: 'DE', values: ['AT'] }, 'seen: has unknown properties, fix or remove them: "values"'],
  [{ op: 'in' }, 'seen: needs either "value" or "values"'],
  [{ op: 'in', value: 'DE', values: ['AT'] }, 'seen: needs either "value" or "values"'],
  [{ op: 'in', values: [] }, 'seen.values: must have at least 1 element'],
  [{ op: 'in', values: 'DE' }, 'seen.values: must be an array; given: a string'],
  [{ op: 'exists', value: 'DE' }, 'seen: has unknown properties, fix or remove them: "value"'],
  [
    { op: 'equals', value: 'DE', lenient: true },
    'seen: "lenient" would have no effect on "equals", which compares single values: leave it out',
  ],
  [
    { op: 'greater_than', value: 5, ignoreCase: true },
    'seen: "ignoreCase" would have no effect on "greater_than", which compares numbers: leave it out',
  ],
  [{ op: 'exists', as: 'text' }, 'seen: "as" would have no effect on "exists", which compares nothing: leave it out'],
  [
    { op: 'contains', value: '7', as: 'number' },
    'seen.as: "number" would have no effect on "contains", which compares texts; use "text" or "list", or leave it out',
  ],
  [{ op: 'equals', value: 'DE', as: 'string' }, 'seen.as: must be "text", "number", "boolean" or "list"'],
  [{ op: 'in', values: [true, 'true'], as: 'boolean' }, 'seen.values[1]: must be a boolean because of "as": "boolean"'],
  [{ op: 'not_in', values: ['DE'], negate: true }, 'seen.negate: is already part of "not_in": use "in"'],
  [{ op: 'not_in', values: ['DE'], negate: false }, 'seen.negate: is already part of "not_in": use "in"'],
  [{ op: 'equals', value: 'DE', negate: 'yes' }, 'seen.negate: must be true or false'],
  [{ op: 'equals', value: 5, as: 'text' }, 'seen.value: must be a string because of "as": "text"'],
  [{ op: 'contains_all', values: ['5'], as: 'number' }, 'seen.values[0]: must be a number because of "as": "number"'],
  [{ op: 'equals', value: 'DE', ignoreCase: 'yes' }, 'seen.ignoreCase: must be true or false; given: a string'],
  [{ op: 'equals', value: 'DE', valeu: 'AT' }, 'seen: has unknown properties, fix or remove them: "valeu"'],
  [{ op: 'equals', value: 'DE', attribute: 5 }, 'seen.attribute: must be a string; given: a whole number'],
  [{ op: 'equals', value: 'DE', attribute: '__proto__' }, 'seen.attribute: is a reserved name'],
  [{ op: 'equals', value: 'DE', attribute: '/address//country' }, 'seen.attribute: is not a valid path'],
  [
    { op: 'equals', value: 'DE', attribute: '/userId/country' },
    'seen.attribute: leads into "userId", which has no members',
  ],
  [{ op: 'sorts_before', value: '' }, 'seen.value: must have at least 1 character'],
  [{ op: 'not_sorts_before', values: ['b', ''] }, 'seen.values[1]: must have at least 1 character'],
  [{ op: 'equals', value: true, attribute: 'userId' }, 'seen.value: must be a string or number: the ids of users and'],
  [
    { op: 'not_in', values: ['1', null], attribute: '/sessionId' },
    'seen.values[1]: must be a string or number: the ids',
  ],
  [
    { op: 'size', value: 1, attribute: 'userId' },
    'seen.attribute: is never a list, which "size" needs: use "as": "list"',
  ],
  [
    { op: 'contains_all', values: ['1'], as: 'text', attribute: 'sessionId' },
    'seen.attribute: is never a list, which "contains_all" needs: use "as": "list"',
  ],
  [{ op: 'custom:near', value: 1, values: [1] }, 'seen: accepts "value" or "values", not both'],
  [{ op: 'custom:near', valeu: 1 }, 'seen: has unknown properties, fix or remove them: "valeu"'],
  [{ op: 'custom:', value: 1 }, 'seen.op: must be "custom:" and a name of up to 64 letters, digits and "_"'],
  [{ op: 'custom:is-near', value: 1 }, 'seen.op: must be "custom:" and a name'],
  [{ op: `custom:${'n'.repeat(65)}`, value: 1 }, 'seen.op: must be "custom:" and a name'],
] as const;

describe('The schema of a condition on an attribute', () => {
  it.each(legal)('accepts %j', (comparison) => {
    const condition = { attribute: '/address/country', ...comparison };
    expect(attributeConditionSchema.parse(condition)).toEqual(condition);
  });

  it.each(illegal)('rejects %j, saying %s', (comparison, problem) => {
    const problems = problemsOf(comparison).map(
      (line) => `seen${line.startsWith('(root)') ? line.slice(6) : `.${line}`}`,
    );
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['equal', '; did you mean "equals"?'],
    ['Equals', '; did you mean "equals"?'],
    ['not_exist', '; did you mean "not_exists"?'],
    ['toString', ''],
    ['__proto__', ''],
    [5, ''],
    [null, ''],
    [undefined, ''],
  ])('names all operators when it is given %p, and the most similar one', (op, suggestion) => {
    expect(problemsOf({ op, value: 'DE' })).toEqual([
      `op: must be one of ${Object.keys(operators).join(', ')}, one of these with the prefix "not_", or "custom:NAME" for a custom operator${suggestion}`,
    ]);
  });

  it('lists all problems of the intended form at once', () => {
    expect(problemsOf({ op: 'equals', attribute: '', value: ['DE'], lenient: true, valeus: 1 })).toEqual([
      expect.stringMatching(/^attribute: /),
      expect.stringMatching(/^value: /),
      expect.stringMatching(/has unknown properties, fix or remove them: "lenient", "valeus"$/),
    ]);
    expect(problemsOf({ op: 'in_cidr', values: ['10.0.0.0/33', '10.0.0.0/8', 'office'] })).toEqual([
      expect.stringMatching(/^values\[0\]: /),
      expect.stringMatching(/^values\[2\]: /),
    ]);
  });

  it.each([[5], [null], ['equals'], [[]], [true]])('rejects %p, which is not a condition', (condition) => {
    expect(problemsOf(condition)).toHaveLength(1);
  });

  it('accepts attribute names of 1 to 256 characters', () => {
    expect(problemsOf({ op: 'exists', attribute: 'a'.repeat(256) })).toStrictEqual([]);
    expect(problemsOf({ op: 'exists', attribute: 'a'.repeat(257) })).toHaveLength(1);
    expect(problemsOf({ op: 'exists', attribute: '' })).toHaveLength(1);
  });

  describe('as JSON Schema', () => {
    const jsonSchema = z.toJSONSchema(attributeConditionSchema, { io: 'input', unrepresentable: 'any' });
    const isLegal = new Ajv2020({ strict: false, validateFormats: false }).compile(jsonSchema);

    it('lists each operator and its negative form, so that editors complete them', () => {
      const names = JSON.stringify(jsonSchema).matchAll(/"op":\{[^}]*"enum":\["(\w+)","(\w+)"\]/g);
      expect([...names].map(([, ...pair]) => pair)).toEqual(
        Object.keys(operators).map((name) => [name, `not_${name}`]),
      );
    });

    it('accepts what the parser accepts', () => {
      expect(legal.filter((comparison) => !isLegal({ attribute: 'country', ...comparison }))).toStrictEqual([]);
    });

    it('rejects what the parser rejects, except for names of attributes', () => {
      const known = illegal.map(([comparison]) => comparison).filter((comparison) => !('attribute' in comparison));
      // Only the parser rejects two operands for a custom operator.
      expect(known.filter((comparison) => isLegal({ attribute: 'country', ...comparison }))).toEqual([
        { op: 'custom:near', value: 1, values: [1] },
      ]);
    });
  });
});
