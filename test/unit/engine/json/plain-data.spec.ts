import { describe, expect, it } from '@jest/globals';
import { FlagLimits } from '../../../../lib/engine/flag-limits.js';
import { pathText, type FlagIssue } from '../../../../lib/engine/flag.errors.js';
import { deepFreeze, plainData } from '../../../../lib/engine/json/plain-data.js';
import { hostileObjects } from '../hostile-objects.js';

/** The copy of some input, and its problems as lines of `path: message`. */
function read(input: unknown): { readonly copy: unknown; readonly problems: string[] } {
  const issues: FlagIssue[] = [];
  const copy = plainData(input, ['sale'], issues);
  return { copy, problems: issues.map(({ path, message }) => `${pathText(path)}: ${message}`) };
}

/** Objects one within the other, so many levels below the outermost. */
function nested(levels: number): object {
  let inner: object = {};
  for (let i = 0; i < levels; i++) inner = { in: inner };
  return inner;
}

describe('plainData', () => {
  it.each([[null], [true], [0], [-1.5], ['text'], [''], [[]], [{}], [[1, [2, { a: null }]]], [{ a: { b: [false] } }]])(
    'copies %j',
    (input) => {
      const { copy, problems } = read(input);
      expect(copy).toStrictEqual(input);
      expect(problems).toStrictEqual([]);
      if (typeof input === 'object' && input !== null) expect(copy).not.toBe(input);
    },
  );

  it('copies deeply, so that later changes of the input have no effect', () => {
    const input = { list: [{ name: 'light' }] };
    const { copy } = read(input);
    input.list[0]!.name = 'dark';
    input.list.push({ name: 'sepia' });
    expect(copy).toEqual({ list: [{ name: 'light' }] });
  });

  it('drops undefined properties, symbols and non-enumerable properties', () => {
    const input = Object.defineProperty({ a: 1, b: undefined, [Symbol('c')]: 3 }, 'd', { value: 4 });
    expect(read(input)).toEqual({ copy: { a: 1 }, problems: [] });
    expect(Object.keys(read(input).copy as object)).toEqual(['a']);
  });

  it('reads own properties only, from objects with a plain prototype or none', () => {
    const bare = Object.assign(Object.create(null) as object, { a: 1 });
    expect(read(bare)).toEqual({ copy: { a: 1 }, problems: [] });
    expect(read(Object.assign(Object.create(bare) as object, { b: 2 }))).toEqual({ copy: { b: 2 }, problems: [] });
  });

  it('writes dates as ISO 8601 text', () => {
    expect(read({ at: new Date(0) })).toEqual({ copy: { at: '1970-01-01T00:00:00.000Z' }, problems: [] });
    expect(read({ at: new Date(Number.NaN) }).problems).toEqual(['sale.at: is an invalid Date']);
  });

  it.each([[Number.NaN], [Infinity], [-Infinity]])('rejects the number %p', (number) => {
    expect(read({ list: [1, number] }).problems).toEqual(['sale.list[1]: must be a finite number']);
  });

  it.each([
    ['function', () => 1],
    ['symbol', Symbol('secret')],
    ['bigint', 5n],
  ])('rejects a %s and asks for JSON', (type, value) => {
    expect(read({ a: value }).problems).toEqual([`sale.a: must be JSON data; given: a ${type}`]);
  });

  it('rejects undefined input, and holes in lists', () => {
    expect(read(undefined).problems).toEqual(['sale: must be JSON data; given: undefined']);
    expect(read([1, undefined]).problems).toEqual(['sale[1]: must be JSON data; given: undefined']);
    const holed = [1];
    holed[2] = 3;
    expect(read(holed).problems).toEqual(['sale[1]: must be JSON data; given: undefined']);
  });

  it.each([
    ['a class', new (class Sale {})()],
    ['a subclass of Array that hides it', Object.setPrototypeOf({}, Array.prototype) as object],
    ['Map', new Map([['a', 1]])],
    ['Set', new Set([1])],
    ['RegExp', /a/],
    ['Error', new Error('secret')],
    ['String', new String('secret')],
    ['Promise', Promise.resolve(1)],
    ['a typed array', new Uint8Array(2)],
  ])('rejects an instance of %s', (_, value) => {
    expect(read({ a: [value] }).problems).toEqual(['sale.a[0]: must be plain data, not an instance of a class']);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('rejects the name %s at any depth, and sets nothing', (name) => {
    const input: unknown = JSON.parse(`{ "${name}": { "on": true }, "a": [{ "${name}": 1, "b": 2 }] }`);
    const { copy, problems } = read(input);
    expect(problems).toEqual([`sale.${name}: is a reserved name`, `sale.a[0].${name}: is a reserved name`]);
    expect(copy).toStrictEqual({ a: [{ b: 2 }] });
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect((copy as Record<string, unknown>)['on']).toBeUndefined();
    expect(({} as Record<string, unknown>)['on']).toBeUndefined();
  });

  it('reads down to 32 levels', () => {
    expect(read(nested(32)).problems).toStrictEqual([]);
    const [problem, ...others] = read(nested(33)).problems;
    expect(problem).toMatch(/\.in: is nested deeper than 32 levels$/);
    expect(others).toStrictEqual([]);
  });

  it('rejects cycles', () => {
    const object: Record<string, unknown> = { a: 1 };
    object['self'] = object;
    const list: unknown[] = [];
    list.push(list);
    for (const cyclic of [object, list]) {
      expect(read(cyclic).problems).toEqual([expect.stringMatching(/is nested deeper than 32 levels$/)]);
    }
  });

  it('rejects cycles that branch, without walking all branches', () => {
    const object: Record<string, unknown> = {};
    object['left'] = object;
    object['right'] = object;
    expect(read(object).problems.at(-1)).toBe('sale: is too large: more than 250000 values');
  });

  it('reads 250,000 values and rejects more, once', () => {
    const longest = read(Array<number>(249_999).fill(7));
    expect(longest.problems).toStrictEqual([]);
    expect((longest.copy as number[]).at(-1)).toBe(7);
    expect(read(Array<number>(250_000).fill(0)).problems).toEqual(['sale: is too large: more than 250000 values']);
    const lists = Array.from({ length: 600 }, () => Array<number>(600).fill(0));
    expect(read(lists).problems).toEqual(['sale: is too large: more than 250000 values']);
    expect(read(Object.fromEntries(lists.map((list, i) => [`k${i}`, list]))).problems).toEqual([
      'sale: is too large: more than 250000 values',
    ]);
  });

  it('reads as much text as a definition may hold, and copies nothing beyond the limit', () => {
    const longest = 'x'.repeat(FlagLimits.definitionText);
    expect(read([longest])).toEqual({ copy: [longest], problems: [] });
    for (const input of [[longest, 'y', '\ud800'], { [longest]: 'y' }, [longest, { y: 1 }]]) {
      const { copy, problems } = read(input);
      expect(problems).toEqual(['sale: is too large: more than 8388608 characters']);
      expect(JSON.stringify(copy)).not.toContain('y');
    }
  });

  it('does not read what follows too many values', () => {
    const wide: Record<string, unknown> = {};
    for (let i = 0; i < 250_000; i++) wide[`k${i}`] = 0;
    wide['constructor'] = () => 1;
    expect(read(wide).problems).toEqual(['sale: is too large: more than 250000 values']);
  });

  it('stops at a list that claims to be endless', () => {
    const endless = new Proxy([], { get: (_, name) => (name === 'length' ? Infinity : 0) });
    expect(read(endless).problems).toEqual(['sale: is too large: more than 250000 values']);
  });

  it('lists all problems at once', () => {
    expect(read({ a: Number.NaN, b: [() => 1], c: { constructor: 1 } }).problems).toHaveLength(3);
  });

  it('reads a getter once', () => {
    let reads = 0;
    const input = {
      get a(): number {
        return ++reads;
      },
    };
    expect(read(input).copy).toEqual({ a: 1 });
    expect(reads).toBe(1);
  });

  it.each(Object.entries(hostileObjects))('never throws for %s', (_, make) => {
    const whole = read(make());
    const part = read({ a: { b: [make()] } });
    for (const { problems } of [whole, part])
      expect(problems.every((problem) => problem.startsWith('sale'))).toBe(true);
    expect(whole.problems.length).toBe(part.problems.length);
  });

  it.each([
    ['a getter', Object.defineProperty({}, 'a', { enumerable: true, get: () => JSON.parse('secret') as unknown })],
    ['a proxy', hostileObjects['a proxy that refuses to list its keys']()],
  ])('reports that %s throws, but not what it throws', (_, input) => {
    expect(read(input).problems).toEqual(['sale: cannot be read: one of its getters or proxies throws']);
  });
});

describe('deepFreeze', () => {
  it('freezes deeply, in place', () => {
    const data = { a: [{ b: { c: [1] } }], d: {}, e: [] };
    expect(deepFreeze(data)).toBe(data);
    for (const part of [data, data.a, data.a[0], data.a[0]!.b, data.a[0]!.b.c, data.d, data.e]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it.each([[null], ['text'], [5], [true], [undefined]])('leaves %p unchanged', (leaf) => {
    expect(deepFreeze(leaf)).toBe(leaf);
  });
});
