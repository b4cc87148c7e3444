import { describe, expect, it } from '@jest/globals';
import { isClass, kindOf } from '../../../../lib/internal/options/kind-of.js';

class Provider {}
function Legacy() {}
const hostile = new Proxy({}, { getPrototypeOf: () => JSON.parse('secret') as object });
const hostileClass = new Proxy(Provider, { getOwnPropertyDescriptor: () => JSON.parse('secret') as never });

describe('The kind of a value in a message', () => {
  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    ['', 'an empty string'],
    ['secret', 'a string of length 6'],
    ['\ud800', 'a string with a lone surrogate'],
    [7, 'a whole number'],
    [0.5, 'a fraction'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [true, 'a boolean'],
    [5n, 'a bigint'],
    [Symbol('secret'), 'a symbol'],
    [() => 1, 'a function'],
    [Provider, 'a class'],
    [hostileClass, 'a function'],
    [[1], 'an array'],
    [Promise.resolve(), 'a promise'],
    [new Date(0), 'a Date'],
    [new Map(), 'a Map'],
    [{ secret: 1 }, 'an object'],
    [new Provider(), 'an object'],
    [hostile, 'a Proxy'],
  ])('%# is described without its content', (value, kind) => {
    expect(kindOf(value)).toBe(kind);
  });
});

describe('A class', () => {
  it('is distinguished from functions and objects, and a revoked proxy of one counts as none', () => {
    const values = [Provider, class extends Provider {}, () => {}, Legacy, hostileClass, {}, null];
    expect(values.map(isClass)).toEqual([true, true, false, false, false, false, false]);
  });
});
