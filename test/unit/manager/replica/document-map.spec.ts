import { describe, expect, it } from '@jest/globals';
import { DocumentMap } from '../../../../lib/manager/replica/document-map.js';
import type { StoredDocument } from '../../../../lib/store/stored-document.js';

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

describe('The documents of one kind', () => {
  it('are read, replaced and removed, and stay as they are when others are made of them', () => {
    const one = prices.replacedBy([document('tea', { amount: 2 }), document('cake', { amount: 4 })]);
    const two = one.after([document('tea', { amount: 3 }), document('cake', null)] as never);
    expect([amounts(prices), amounts(one), amounts(two)]).toEqual([{}, { tea: 2, cake: 4 }, { tea: 3 }]);
    expect(amounts(two.replacedBy([document('soup', { amount: 5 })]))).toEqual({ soup: 5 });
  });

  it('are the same objects as long as they mean the same', () => {
    const one = prices.replacedBy([document('tea', { amount: 2 }), document('cake', { amount: 4 })]);
    const again = one.replacedBy([document('cake', { amount: 4 }), document('tea', { amount: 3 })]);
    const rewritten = one.after([document('tea', { amount: 2 })] as never);
    expect(again.all.get('cake')).toBe(one.all.get('cake'));
    expect(again.all.get('tea')).not.toBe(one.all.get('tea'));
    expect(rewritten.all.get('tea')).toBe(one.all.get('tea'));
    expect(one.after([])).toBe(one);
  });

  it('stay as they last were while they cannot be read, and hide none of the others', () => {
    const one = prices.replacedBy([document('tea', { amount: 2 })]);
    const two = one.replacedBy([document('tea', 'free'), document('soup', 'free'), document('cake', { amount: 4 })]);
    expect(amounts(two)).toEqual({ tea: 2, cake: 4 });
    expect([...two.unreadable]).toEqual([
      ['tea', { message: 'tea has no amount', value: 'free' }],
      ['soup', { message: 'soup has no amount', value: 'free' }],
    ]);
    const three = two.after([document('tea', { amount: 3 }), document('soup', null)] as never);
    expect([amounts(three), three.unreadable.size]).toEqual([{ cake: 4, tea: 3 }, 0]);
  });

  it('are the same after several writes at once as after one by one, also when one cannot be read', () => {
    const one = prices.replacedBy([document('tea', { amount: 2 })]);
    const writes = [
      [document('tea', null), document('tea', 'free')],
      [document('cake', { amount: 4 }), document('cake', 'free')],
      [document('tea', { amount: 3 }), document('tea', 'free')],
    ] as never as Parameters<typeof one.after>[0][];
    for (const pair of writes) {
      const stepByStep = pair.reduce((map, write) => map.after([write]), one);
      expect(amounts(one.after(pair))).toEqual(amounts(stepByStep));
    }
  });

  it('come in the order in which they were last written', () => {
    const one = prices.replacedBy([document('tea', { amount: 2 }), document('cake', { amount: 4 })]);
    expect([...one.after([document('tea', { amount: 2 })] as never).all.keys()]).toEqual(['cake', 'tea']);
  });

  it('may have names that objects inherit', () => {
    const one = prices.replacedBy([document('constructor', { amount: 1 }), document('__proto__', { amount: 2 })]);
    expect([...one.all.keys()]).toEqual(['constructor', '__proto__']);
  });

  it.each([
    [999, false],
    [1000, true],
  ])('are read as one of many when there are %i of them: %p', (count, expected) => {
    const seen = new Set<boolean>();
    const map = new DocumentMap((_id, _value, isOfMany) => seen.add(isOfMany));
    map.replacedBy(Array.from({ length: count }, (_, i) => document(String(i), i)));
    expect([...seen]).toEqual([expected]);
  });
});
