import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../problems.js';

/** The problems of a rollout by this bucketer. */
function problems(bucketer: unknown): string[] {
  return problemsOf('sale', { type: 'percentage', percentage: 25, bucketer });
}

const FORMS = 'sale.bucketer: must be the name of a bucketer, or { name, parameters }';
const RESERVED = 'begins with "vendor/", which is reserved for future bucketers of this package: choose another name';

describe('The bucketer of a definition', () => {
  it.each([
    ['a name', 'legacy'],
    ['a name with parameters', { name: 'legacy', parameters: { seed: 7 } }],
    ['a name with null for parameters', { name: 'legacy', parameters: null }],
    ['a name that holds a slash', 'acme/legacy'],
  ])('may be %s', (_, bucketer) => {
    expect(problems(bucketer)).toStrictEqual([]);
  });

  it.each([
    ['a number', 5, FORMS],
    ['an object without a name', { parameters: 7 }, FORMS],
    ['an empty name', '', 'sale.bucketer: must have at least 1 character; given: an empty string'],
    ['a reserved name', 'vendor/unleash', `sale.bucketer: ${RESERVED}`],
    ['a reserved name with parameters', { name: 'vendor/unleash', parameters: 7 }, `sale.bucketer.name: ${RESERVED}`],
    ['an object without parameters', { name: 'legacy' }, FORMS],
    [
      'parameters over 64 KiB',
      { name: 'legacy', parameters: 'x'.repeat(65_535) },
      'sale.bucketer.parameters: contains more than 64 KiB of values',
    ],
    [
      'more than that',
      { name: 'legacy', parameters: 7, seed: 8 },
      'sale.bucketer: has unknown properties, fix or remove them: "seed"',
    ],
  ])('may not be %s', (_, bucketer, problem) => {
    expect(problems(bucketer)).toEqual([problem]);
  });
});
