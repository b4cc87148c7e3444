import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { jsonEqual } from '../../../../lib/engine/json/json-equal.js';
import type { JsonValue } from '../../../../lib/engine/json/json-value.js';

describe('Two JSON values', () => {
  it.each<[JsonValue | undefined, JsonValue | undefined]>([
    [null, null],
    ['', ''],
    [0, 0],
    [undefined, undefined],
    [[], []],
    [{}, {}],
    [
      { a: 1, b: [2, { c: null }] },
      { b: [2, { c: null }], a: 1 },
    ],
  ])('%j and %j are equal', (one, other) => {
    expect([jsonEqual(one, other), jsonEqual(other, one)]).toEqual([true, true]);
  });

  it.each<[JsonValue | undefined, JsonValue | undefined]>([
    [null, undefined],
    [null, 0],
    [null, {}],
    [0, '0'],
    [0, false],
    [1, true],
    ['', false],
    [[], {}],
    [[], ''],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ 0: 'a' }, ['a']],
    [{ toString: 1 }, { a: 1 }],
    [{ a: { b: [1] } }, { a: { b: [2] } }],
  ])('%j and %j are not equal', (one, other) => {
    expect([jsonEqual(one, other), jsonEqual(other, one)]).toEqual([false, false]);
  });

  it('are equal when one is a copy of the other, and not when one is wrapped', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as JsonValue;
        expect(jsonEqual(json, JSON.parse(JSON.stringify(value)) as JsonValue)).toBe(true);
        expect(jsonEqual(json, [json])).toBe(false);
        expect(jsonEqual({ json }, { json, more: 1 })).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
