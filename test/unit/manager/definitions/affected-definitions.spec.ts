import { describe, expect, it } from '@jest/globals';
import { affectedDefinitions } from '../../../../lib/manager/definitions/affected-definitions.js';
import { ReferenceIndex } from '../../../../lib/manager/definitions/reference-index.js';
import { definitionSet } from '../../engine/definition-set.js';

const needing = (...flags: string[]) => ({ type: 'boolean', prerequisites: flags.map((flag) => ({ flag })) });
const within = (segment: string) => ({ type: 'boolean', otherwise: false, rules: [{ when: { segment } }] });
const inLayer = (from: number, to: number) => ({ type: 'boolean', layer: { name: 'results', from, to } });

const shop = definitionSet(
  {
    checkout: within('vip'),
    express: needing('checkout'),
    voucher: needing('express', 'wallet'),
    wallet: true,
    search: inLayer(0, 50),
    ranking: inLayer(50, 100),
    banner: within('guests'),
    theme: true,
    gift: { type: 'boolean', otherwise: false, rules: [{ when: { not: { segment: 'buyers' } } }] },
  },
  { vip: { rules: [{ segment: 'staff' }] }, staff: {}, guests: {}, buyers: { rules: [{ flag: 'wallet' }] } },
);

/** The keys that a change of one definition can affect. */
function affectedBy(kind: 'flag' | 'segment', key: string, written?: unknown): string[] {
  const index = new ReferenceIndex();
  for (const definition of [...shop.flags.values(), ...shop.segments.values()]) index.add(definition);
  const changed = kind === 'flag' ? { [key]: written } : {};
  const { flags, segments } =
    written === undefined ? definitionSet({}) : definitionSet(changed, kind === 'segment' ? { [key]: written } : {});
  const definition = flags.get(key) ?? segments.get(key);
  const { after } = affectedDefinitions(shop, index, [{ kind, key, after: definition }]);
  return [...after.flags.keys(), ...after.segments.keys()].toSorted();
}

describe('The set of definitions that a change can affect', () => {
  it.each<[string, Parameters<typeof affectedBy>, string[]]>([
    ['itself, where nothing refers to it', ['flag', 'theme', false], ['theme']],
    ['what it refers to, which it is checked against', ['flag', 'theme', within('vip')], ['staff', 'theme', 'vip']],
    [
      'the flags that need it, directly or not, with what these need, and what it referred to before',
      ['flag', 'checkout', true],
      ['checkout', 'express', 'staff', 'vip', 'voucher', 'wallet'],
    ],
    [
      'all that ask for a segment, however far',
      ['segment', 'staff', { include: ['ada'] }],
      ['checkout', 'express', 'staff', 'vip', 'voucher', 'wallet'],
    ],
    ['those that referred to it, when it is deleted', ['segment', 'guests'], ['banner']],
    ['the other flags of its new layer', ['flag', 'theme', inLayer(90, 100)], ['ranking', 'search', 'theme']],
    [
      'the segments that refer to it, and the flags that refer to these',
      ['flag', 'wallet', false],
      ['buyers', 'checkout', 'express', 'gift', 'staff', 'vip', 'voucher', 'wallet'],
    ],
    [
      'what the flags in a segment refer to',
      ['segment', 'guests', { rules: [{ flag: 'checkout' }] }],
      ['banner', 'checkout', 'guests', 'staff', 'vip'],
    ],
    ['what is not defined yet', ['flag', 'coupon', needing('checkout')], ['checkout', 'coupon', 'staff', 'vip']],
  ])('is %s', (_, [kind, key, written], expected) => {
    expect(affectedBy(kind, key, written)).toEqual(expected);
  });
});
