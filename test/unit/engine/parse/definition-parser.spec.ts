import { describe, expect, it } from '@jest/globals';
import { InvalidFlagError } from '../../../../lib/engine/flag.errors.js';
import { isJsonObject, type JsonValue } from '../../../../lib/engine/json/json-value.js';
import { DefinitionParser } from '../../../../lib/engine/parse/definition-parser.js';
import { hostileObjects } from '../hostile-objects.js';

interface Coupon {
  readonly key: string;
  readonly tags: readonly JsonValue[];
}

/** A parser of coupons, which have tags, and how often it had to read one. */
function coupons() {
  let reads = 0;
  const parser = new DefinitionParser<Coupon>(['coupons'], (key, data, place) => {
    reads++;
    const tags = isJsonObject(data) ? data['tags'] : undefined;
    if (!Array.isArray(tags)) return { issues: [{ path: [...place, 'tags'], message: 'must be a list' }] };
    return { definition: { key, tags: tags as JsonValue[] } };
  });
  return { parser, reads: () => reads };
}

describe('A parser of definitions', () => {
  it('reads plain data, and deeply freezes the result', () => {
    const { definition } = coupons().parser.parse('summer', { tags: [{ a: [1] }, new Date(0)], note: undefined });
    expect(definition).toStrictEqual({ key: 'summer', tags: [{ a: [1] }, '1970-01-01T00:00:00.000Z'] });
    expect([definition, definition?.tags, definition?.tags[0]].every(Object.isFrozen)).toBe(true);
  });

  it('recognizes its own results, under their key only, and does not parse them again', () => {
    const { parser, reads } = coupons();
    const { definition } = parser.parse('summer', { tags: [] });
    expect(parser.parse('summer', definition).definition).toBe(definition);
    expect(reads()).toBe(1);
    expect(parser.parse('winter', definition).definition).toEqual({ key: 'winter', tags: [] });
    expect(coupons().parser.parse('summer', definition).definition).not.toBe(definition);
  });

  it('begins the path of each problem with its place and the key', () => {
    const { parser } = coupons();
    expect(parser.parse('summer', {}).issues).toEqual([
      { path: ['coupons', 'summer', 'tags'], message: 'must be a list' },
    ]);
    expect(parser.parse('summer', { tags: [() => 1] }).issues).toEqual([
      { path: ['coupons', 'summer', 'tags', 0], message: 'must be JSON data; given: a function' },
    ]);
    expect(parser.parse('not legal', { tags: [] }).issues).toEqual([
      { path: ['coupons', 'not legal'], message: expect.stringContaining('is not a valid key') },
    ]);
  });

  it('does not parse what is not plain data', () => {
    const { parser, reads } = coupons();
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    const inputs = [undefined, () => 1, new Map(), cyclic, hostileObjects['a revoked proxy of an array']()];
    for (const tags of inputs.slice(1)) expect(parser.parse('summer', { tags }).issues).toHaveLength(1);
    for (const input of inputs) expect(parser.parse('summer', input).issues).toHaveLength(1);
    expect(parser.parse('not legal', { tags: [] }).issues).toHaveLength(1);
    expect(reads()).toBe(0);
  });

  it.each<[unknown]>([[undefined], [null], [7], [Symbol('summer')], ['__proto__'], ['']])(
    'rejects the key %p without throwing',
    (key) => {
      expect(coupons().parser.parse(key as string, { tags: [] }).issues).toHaveLength(1);
    },
  );
});

describe('A set of definitions', () => {
  it('is read completely, from an object or a Map', () => {
    const all = { summer: { tags: [1] }, winter: { tags: [] } };
    for (const set of [all, new Map(Object.entries(all))]) {
      expect([...coupons().parser.parseAll(set)]).toEqual([
        ['summer', { key: 'summer', tags: [1] }],
        ['winter', { key: 'winter', tags: [] }],
      ]);
    }
  });

  it('is rejected with all of its problems', () => {
    const { parser } = coupons();
    const set = { summer: {}, winter: { tags: [] }, autumn: 7 };
    expect(() => parser.parseAll(set)).toThrow(InvalidFlagError);
    expect(() => parser.parseAll(set, 'shop.json')).toThrow(
      'in shop.json:\n  - coupons.summer.tags: must be a list\n  - coupons.autumn.tags: must be a list',
    );
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'coupons: must be an object of definitions by key'],
    ['a list', [], 'coupons: must be an object of definitions by key'],
    [
      'a Map with a key that is no text',
      new Map([[7, {}]]),
      'coupons: must have strings as keys; given: a whole number',
    ],
    ['a proxy that throws', hostileObjects['a revoked proxy of an object'](), 'coupons: cannot be read'],
  ])('is rejected when it is %s', (_, set, message) => {
    expect(() => coupons().parser.parseAll(set)).toThrow(message);
  });

  it('does not trust a Map that has been tampered with', () => {
    const set = Object.assign(new Map([['summer', { tags: [] }]]), {
      entries: () => {
        throw new Error('gotcha');
      },
    });
    expect(coupons().parser.parseAll(set).size).toBe(1);
  });
});
