import { describe, expect, it } from '@jest/globals';
import { attributePathProblem, attributeReader } from '../../../../lib/engine/attributes/attribute-path.js';

const attributes = {
  plan: 'gold',
  'address.country': 'AT',
  'a/b': 'slash',
  'm~n': 'tilde',
  '~1': 'looks escaped',
  address: { country: 'DE', 'zip/code': '10115', lines: ['Hauptstraße 1', 'Berlin'] },
  orders: [{ total: 12 }, { total: 40 }],
};

const shopper = { userId: 'ada', sessionId: 's-1', userAttributes: attributes };

function refuse(): never {
  throw new Error('this object bites');
}

describe('The path of an attribute', () => {
  it.each([
    ['plan', 'gold'],
    ['userId', 'ada'],
    ['sessionId', 's-1'],
    ['address.country', 'AT'],
    ['a/b', 'slash'],
    ['m~n', 'tilde'],
    ['/plan', 'gold'],
    ['/userId', 'ada'],
    ['/address/country', 'DE'],
    ['/address/zip~1code', '10115'],
    ['/a~1b', 'slash'],
    ['/m~0n', 'tilde'],
    ['/~01', 'looks escaped'],
    ['/address/lines/1', 'Berlin'],
    ['/orders/1/total', 40],
  ])('leads for %s to %p', (path, value) => {
    expect(attributePathProblem(path)).toBeUndefined();
    expect(attributeReader(path)(shopper)).toBe(value);
  });

  it.each([
    'country',
    '/country',
    '/address/zip',
    '/address/country/code',
    '/plan/length',
    '/address.country/x',
    '/orders/2/total',
    '/orders/-/total',
    '/address/toString',
    '/address/lines/map',
    'toString',
  ])('leads nowhere for %s', (path) => {
    expect(attributeReader(path)(shopper)).toBeUndefined();
  });

  it.each([
    ['/address/lines/length', 2],
    ['/orders/length', 2],
    ['/address/lines/0', 'Hauptstraße 1'],
    ['/parcel/length', 30],
    ['/parcel/0', 'an own property'],
  ])('leads for %s to %p: the length or an element of a list, or an own property of an object', (path, value) => {
    expect(
      attributeReader(path)({ userAttributes: { ...attributes, parcel: { length: 30, 0: 'an own property' } } }),
    ).toBe(value);
  });

  it.each<[string, unknown]>([
    ['text', 'gold'],
    ['boxed text', new String('gold')], // oxlint-disable-line no-new-wrappers
    ['a function', (a: unknown, b: unknown) => [a, b]],
    ['a set', new Set(['gold'])],
    ['bytes', new Uint8Array(0)],
    ['a list that inherits its elements', Object.setPrototypeOf([], ['gold'])],
    ['a list of no elements', []],
  ])('does not lead into %s', (_, value) => {
    const at = (name: string) => attributeReader(`/plan/${name}`)({ userAttributes: { plan: value } });
    expect([at('0'), at('size'), Array.isArray(value) ? undefined : at('length')]).toStrictEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('leads to nothing in a list except its length and its elements', () => {
    const roles = Object.assign(['admin', 'editor'], { owner: 'ada', '-1': 'last', '4294967296': 'far' });
    const at = (name: string) => attributeReader(`/roles/${name}`)({ userAttributes: { roles } });
    for (const name of [
      'owner',
      '-1',
      '01',
      '1.0',
      '1e0',
      '+1',
      ' 1',
      '4294967296',
      '9'.repeat(200),
      'at',
      'toString',
    ]) {
      expect([name, at(name)]).toStrictEqual([name, undefined]);
    }
    expect([at('0'), at('1'), at('2'), at('length')]).toStrictEqual(['admin', 'editor', undefined, 2]);
  });

  it('leads to the length of a long or sparse list without looking at its elements', () => {
    const sparse: unknown[] = [];
    sparse.length = 4_294_967_295;
    const at = (name: string) => attributeReader(`/roles/${name}`)({ userAttributes: { roles: sparse } });
    expect([at('length'), at('4294967294'), at('4294967295')]).toStrictEqual([4_294_967_295, undefined, undefined]);
  });

  it.each([1.5, -1, Number.NaN, '2', undefined, {}])('rejects a proxy whose length is %p', (length) => {
    const roles = new Proxy(['admin'], {
      get: (target, name, self) => (name === 'length' ? length : (Reflect.get(target, name, self) as unknown)),
    });
    expect(attributeReader('/roles/length')({ userAttributes: { roles } })).toBeUndefined();
  });

  it('leads to the array or object itself', () => {
    expect(attributeReader('/address')(shopper)).toBe(shopper.userAttributes.address);
    expect(attributeReader('/orders')(shopper)).toBe(shopper.userAttributes.orders);
  });

  it('does not lead through inherited properties', () => {
    const address = Object.create({ country: 'DE' }) as object;
    expect(attributeReader('/address/country')({ userAttributes: { address } })).toBeUndefined();
  });

  it('throws where a value on the way cannot be read', () => {
    const biting = Object.defineProperty({}, 'plan', { get: refuse });
    for (const address of [biting, new Proxy({ plan: 'gold' }, { get: refuse })]) {
      expect(() => attributeReader('/address/plan')({ userAttributes: { address } })).toThrow('this object bites');
    }
    expect(() => attributeReader('plan')({ userAttributes: biting })).toThrow('this object bites');
  });

  it.each([
    ['__proto__', 'is a reserved name'],
    ['constructor', 'is a reserved name'],
    ['prototype', 'is a reserved name'],
    ['/address/__proto__/country', 'contains a name that is not allowed'],
    ['/constructor', 'contains a name that is not allowed'],
    ['/', 'is not a valid path: use names separated by slashes'],
    ['//country', 'is not a valid path'],
    ['/address/', 'is not a valid path'],
    ['/address/~2', 'with "~1" for a slash and "~0" for a tilde'],
    ['/address/~', 'is not a valid path'],
    ['/userId/length', 'leads into "userId", which has no members'],
    ['/sessionId/0', 'leads into "sessionId", which has no members'],
    ['/1/2/3/4/5/6/7/8/9/10/11', 'is a path of more than 10 names'],
  ])('is rejected for %s because it %s', (path, problem) => {
    expect(attributePathProblem(path)).toContain(problem);
  });

  it.each(['/1/2/3/4/5/6/7/8/9/10', 'my__proto__', '/~0proto', 'constructor.name', '/ä/ö ü', '~2'])(
    'is not rejected for %s',
    (path) => {
      expect(attributePathProblem(path)).toBeUndefined();
    },
  );
});
