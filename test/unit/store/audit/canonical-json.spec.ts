import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson } from '../../../../lib/store/audit/canonical-json.js';

describe('Canonical JSON', () => {
  it.each<[string, unknown, string]>([
    [
      'members in the order of UTF-16 code units',
      { '\uFB33': 1, '\u{1F600}': 2, é: 3, a: 4, B: 5, '10': 6, '9': 7 },
      '{"10":6,"9":7,"B":5,"a":4,"é":3,"😀":2,"\uFB33":1}',
    ],
    [
      'nested members in order, and lists as they are',
      { b: [{ d: 1, c: 2 }, 0], a: {} },
      '{"a":{},"b":[{"c":2,"d":1},0]}',
    ],
    ['no member that is undefined', { a: undefined, b: null }, '{"b":null}'],
    ['numbers as ECMAScript writes them', [1e21, 1e-7, -0, 0.1, 1.0, 5e-324], '[1e+21,1e-7,0,0.1,1,5e-324]'],
    ['escapes as JSON.stringify writes them', '"\\\b\u000b\u2028/é', '"\\"\\\\\\b\\u000b\u2028/é"'],
    ['a member that is called __proto__', JSON.parse('{"b":1,"__proto__":2}'), '{"__proto__":2,"b":1}'],
  ])('has %s', (_, data, text) => {
    expect(canonicalJson(data)).toBe(text);
  });

  it('represents the same data, with the same text whatever the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const text = canonicalJson(data);
        expect(JSON.stringify(JSON.parse(text))).toHaveLength(JSON.stringify(data).length);
        expect(canonicalJson(Object.fromEntries(Object.entries(data).toReversed()))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});
