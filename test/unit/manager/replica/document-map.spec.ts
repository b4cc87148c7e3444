import { describe, expect, it } from '@jest/globals';
import { DocumentMap } from '../../../../lib/manager/replica/document-map.js';
import type { DocumentWrite, StoredDocument } from '../../../../lib/store/stored-document.js';

interface Price {
  readonly amount: number;
}

const parse = (id: string, value: unknown): Price => {
  if (typeof value === 'object' && value !== null && 'amount' in value) return { amount: Number(value.amount) };
  throw new Error(`${id} has no amount`);
};
const prices = new DocumentMap(parse);
const document = (id: string, value: unknown): StoredDocument => ({ kind: 'flag', id, value });
const amounts = (map: DocumentMap<Price>) =>
  Object.fromEntries(Array.from(map.all, ([id, { amount }]) => [id, amount]));

/** The same documents, after these writes. */
function written(map: DocumentMap<Price>, ...writes: readonly StoredDocument[]): DocumentMap<Price> {
  map.write(writes as readonly DocumentWrite[]);
  return map;
}

describe('The documents of one kind', () => {
  it('can be replaced without changing those that were read before', () => {
    const one = prices.replacedBy([document('tea', { amount: 2 }), document('cake', { amount: 4 })]);
    const two = one.replacedBy([document('soup', { amount: 5 })]);
    expect([amounts(prices), amounts(one), amounts(two)]).toEqual([{}, { tea: 2, cake: 4 }, { soup: 5 }]);
  });

  it('are written and removed in place', () => {
    const one = prices.replacedBy([document('tea', { amount: 2 }), document('cake', { amount: 4 })]);
    expect(amounts(written(one, document('tea', { amount: 3 }), document('cake', null)))).toEqual({ tea: 3 });
    expect(amounts(one)).toEqual({ tea: 3 });
  });

  it('are the same objects as long as they are equal', () => {
    const one = prices.replacedBy([document('tea', { amount: 2 }), document('cake', { amount: 4 })]);
    const again = one.replacedBy([document('cake', { amount: 4 }), document('tea', { amount: 3 })]);
    expect(again.all.get('cake')).toBe(one.all.get('cake'));
    expect(again.all.get('tea')).not.toBe(one.all.get('tea'));
    const tea = one.all.get('tea');
    expect(written(one, document('tea', { amount: 2 })).all.get('tea')).toBe(tea);
  });

  it('keep their last good state while they cannot be read, and do not hide others', () => {
    const one = prices.replacedBy([document('tea', { amount: 2 })]);
    const two = one.replacedBy([document('tea', 'free'), document('soup', 'free'), document('cake', { amount: 4 })]);
    expect(amounts(two)).toEqual({ tea: 2, cake: 4 });
    expect([...two.unreadable]).toEqual([
      ['tea', { message: 'tea has no amount', value: 'free' }],
      ['soup', { message: 'soup has no amount', value: 'free' }],
    ]);
    const three = written(two, document('tea', { amount: 3 }), document('soup', null));
    expect([amounts(three), three.unreadable.size]).toEqual([{ cake: 4, tea: 3 }, 0]);
  });

  it('are the same after several writes at once as after one by one, even when one cannot be read', () => {
    const pairs = [
      [document('tea', null), document('tea', 'free')],
      [document('cake', { amount: 4 }), document('cake', 'free')],
      [document('tea', { amount: 3 }), document('tea', 'free')],
    ];
    for (const pair of pairs) {
      const [atOnce, stepByStep] = [0, 1].map(() => prices.replacedBy([document('tea', { amount: 2 })]));
      if (atOnce === undefined || stepByStep === undefined) throw new Error('There are no documents.');
      written(atOnce, ...pair);
      for (const write of pair) written(stepByStep, write);
      expect(amounts(atOnce)).toEqual(amounts(stepByStep));
    }
  });

  it('come in the order in which they were last written', () => {
    const one = prices.replacedBy([document('tea', { amount: 2 }), document('cake', { amount: 4 })]);
    expect([...written(one, document('tea', { amount: 2 })).all.keys()]).toEqual(['cake', 'tea']);
  });

  it('may have names that objects inherit', () => {
    const one = prices.replacedBy([document('constructor', { amount: 1 }), document('__proto__', { amount: 2 })]);
    expect([...one.all.keys()]).toEqual(['constructor', '__proto__']);
  });
});
