import { describe, expect, it } from '@jest/globals';
import { after, inconsistenciesOf, ruled } from './inconsistencies.js';

const flags = {
  checkout: true,
  theme: {
    type: 'variant',
    variants: [
      { name: 'light', weight: 1 },
      { name: 'dark', weight: 0, value: { background: '#000', levels: [1, null] } },
      { name: 'plain', weight: 0, value: null },
    ],
    rules: [
      { when: { attribute: 'plan', op: 'exists' }, serve: { value: 7 } },
      { serve: { enabled: false, value: 8 } },
      { serve: { enabled: true, value: false } },
    ],
  },
  search: { type: 'percentage', percentage: 5, rules: [{ serve: { value: 'fast' } }, { serve: { value: null } }] },
  gift: { type: 'custom', strategy: 'lottery' },
};
const extensions = { strategies: { lottery: () => () => true } };

/** The problems of a flag with this prerequisite. */
function problemsOf(prerequisite: object): string[] {
  return inconsistenciesOf({ ...flags, sale: { type: 'boolean', prerequisites: [prerequisite] } }, {}, extensions);
}

describe('A prerequisite', () => {
  it.each<[object]>([
    [{ flag: 'checkout' }],
    [{ flag: 'checkout', enabled: false }],
    [{ flag: 'checkout', value: true }],
    [{ flag: 'theme', variants: ['dark', 'light'] }],
    [{ flag: 'theme', value: 'light' }],
    [{ flag: 'theme', value: { levels: [1, null], background: '#000' } }],
    [{ flag: 'theme', value: null }],
    [{ flag: 'theme', value: 7 }],
    [{ flag: 'theme', value: false }],
    [{ flag: 'search', value: true }],
    [{ flag: 'search', value: 'fast' }],
    [{ flag: 'gift', value: 'a car' }],
    [{ flag: 'gift', variants: ['a car'] }],
    [{ flag: 'nobody-defines-this', variants: ['dark'] }],
    [{ flag: 'nobody-defines-this', value: 'dark' }],
  ])('is accepted if it can hold: %j', (prerequisite) => {
    expect(problemsOf(prerequisite)).toStrictEqual([]);
  });

  it.each<[object, string]>([
    [
      { flag: 'theme', variants: ['light', 'drak'] },
      'variants[1]: can never hold: "theme" has no variant of this name',
    ],
    [
      { flag: 'search', variants: ['fast'] },
      'variants: can never hold: "search" is of type "percentage" and has no variants',
    ],
    [
      { flag: 'checkout', value: false },
      'value: is never served by the definition of "checkout" while it is on (overrides do not count). For a flag that is off, use "enabled": false',
    ],
    [
      { flag: 'theme', value: 'dark' },
      'value: is never served by the definition of "theme" while it is on (overrides do not count)',
    ],
    [
      { flag: 'theme', value: 8 },
      'value: is never served by the definition of "theme" while it is on (overrides do not count)',
    ],
    [
      { flag: 'search', value: null },
      'value: is never served by the definition of "search" while it is on (overrides do not count)',
    ],
  ])(
    'is rejected with the reason when the other definition lacks its variants or value: %j',
    (prerequisite, problem) => {
      expect(problemsOf(prerequisite)).toEqual([`flag sale.prerequisites[0].${problem}`]);
    },
  );
});

describe('A condition on a flag whose definition lacks the value', () => {
  const value = { flag: 'checkout', value: 7 };

  it('is rejected with its path, in flags and in segments', () => {
    const sale = ruled({ any: [{ flag: 'checkout' }, { not: value }] });
    const problem = 'is never served by the definition of "checkout" while it is on (overrides do not count)';
    expect(inconsistenciesOf({ checkout: true, sale }, { vip: { rules: [{ all: [value] }] } })).toEqual([
      `flag sale.rules[0].when.any[1].not.value: ${problem}`,
      `segment vip.rules[0].all[0].value: ${problem}`,
    ]);
  });

  it('is reported together with other problems', () => {
    expect(inconsistenciesOf({ checkout: after('checkout'), sale: ruled(value) })).toHaveLength(2);
  });
});
