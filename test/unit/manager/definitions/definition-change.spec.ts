import { describe, expect, it } from '@jest/globals';
import { changesBetween } from '../../../../lib/manager/definitions/definition-change.js';
import { definitionSet } from '../../engine/definition-set.js';

const shop = definitionSet({ checkout: true, search: true }, { vip: { include: ['ada'] } });
const { checkout } = Object.fromEntries(shop.flags);
const { vip } = Object.fromEntries(shop.segments);

/** Changes without the functions of their kind. */
const shown = (...[old, now]: Parameters<typeof changesBetween>) =>
  changesBetween(old, now).map(({ kind, ...change }) => ({ kind: kind.name, ...change }));

describe('The changes between two sets of definitions', () => {
  it('are empty if they are the same objects', () => {
    expect(changesBetween(shop, { flags: new Map(shop.flags), segments: shop.segments })).toStrictEqual([]);
  });

  it('include flags and segments that are replaced, new or removed', () => {
    const now = definitionSet({ checkout: false, sale: true });
    const flags = new Map([...shop.flags, ...now.flags]);
    expect(shown(shop, { flags, segments: now.segments })).toEqual([
      { kind: 'flag', key: 'checkout', before: checkout, after: now.flags.get('checkout') },
      { kind: 'flag', key: 'sale', before: undefined, after: now.flags.get('sale') },
      { kind: 'segment', key: 'vip', before: vip, after: undefined },
    ]);
  });
});
