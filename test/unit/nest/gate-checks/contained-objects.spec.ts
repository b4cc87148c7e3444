import { describe, expect, it } from '@jest/globals';
import { objectsIn } from '../../../../lib/nest/gate-checks/contained-objects.js';

class Prices {}

describe('The objects that a provider consists of', () => {
  const prices = new Prices();

  it.each<[string, unknown, object[]]>([
    ['an object of a class', prices, [prices]],
    ['an array', [prices, 'text', undefined, null, 7], [prices]],
    ['a set', new Set([prices]), [prices]],
    ['the values of a map', new Map([[{}, prices]]), [prices]],
    ['a plain object', { eu: prices }, [prices]],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { eu: prices }), [prices]],
    ['nested containers', [{ eu: new Map([['gold', prices]]) }], [prices]],
    ['an object that occurs twice', [prices, prices], [prices]],
    ['text', 'prices', []],
    ['nothing', undefined, []],
  ])('are found in %s', (_what, provider, found) => {
    expect(objectsIn(provider)).toStrictEqual(found);
  });

  it('do not include those behind a proxy', () => {
    const proxy = new Proxy([prices], {});
    expect(objectsIn(proxy)[0]).toBe(proxy);
  });

  it('are found in bounded time in a cycle', () => {
    const cycle: unknown[] = [prices];
    cycle.push(cycle, cycle);
    expect(objectsIn(cycle)).toStrictEqual([prices]);
  });

  it('are found among the first 1,000 values only', () => {
    const many = Array.from({ length: 2000 }, () => new Prices());
    expect(objectsIn(many)).toHaveLength(999);
  });
});
