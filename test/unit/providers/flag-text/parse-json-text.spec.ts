import { describe, expect, it } from '@jest/globals';
import { array, assert, constantFrom, json, pre, property } from 'fast-check';
import { parseJsonText } from '../../../../lib/providers/flag-text/parse-json-text.js';
import { describeProblem } from '../../../../lib/providers/flag-text/parsed-text.js';

function problemOf(text: string): string {
  const parsed = parseJsonText(text);
  return 'value' in parsed ? 'none' : describeProblem(text, parsed);
}

function isValid(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('parseJsonText', () => {
  it('reads what JSON.parse reads', () => {
    assert(
      property(json({ maxDepth: 6 }), (text) => {
        pre(!/\d{16}|e\+?\d{3}/.test(text));
        const parsed = parseJsonText(text);
        if ('problem' in parsed) expect(parsed.problem).toContain('has a duplicate key');
        else expect(parsed.value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('rejects what JSON.parse rejects', () => {
    const piece = constantFrom(
      ...Array.from('{}[],:"\\ \n\r\t-+.0123eEtrufalsn\u0000\uFEFF'),
      'true',
      'null',
      '"a"',
      '\\u00e9',
      '1e5',
    );
    assert(
      property(array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const problem = problemOf(text);
        if (!/twice|too large/.test(problem)) expect([text, problem === 'none']).toEqual([text, isValid(text)]);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['', '(line 1, column 1)'],
    ['{\n  "a": True\n}', '(line 2, column 8)'],
    ['{ "a": true, }', '(line 1, column 14)'],
    ['{ "a" true }', '(line 1, column 7)'],
    ['[1 2]', '(line 1, column 4)'],
    ['[1]]', '(line 1, column 4)'],
    ['["a\nb"]', '(line 1, column 4)'],
    ['["\\x"]', '(line 1, column 3)'],
    ['{\r\n"a":\r\n\r\n[}', '(line 4, column 2)'],
    ['{\r"a":\r[}', '(line 3, column 2)'],
    ['[01]', '(line 1, column 2)'],
    ['[', '(line 1, column 2)'],
  ])('locates the mistake in %j', (text, place) => {
    expect(problemOf(text)).toBe(`is not valid JSON ${place}`);
  });

  it.each([
    ['{"a":1,"a":2}', 'line 1, column 2 and at line 1, column 8'],
    ['{"a":1,\r\n "\\u0061":2}', 'line 1, column 2 and at line 2, column 2'],
    ['[{"a":[{"b":0,"c":0,\n"b":0}]}]', 'line 1, column 9 and at line 2, column 1'],
    ['{"__proto__":1,"__proto__":2}', 'line 1, column 2 and at line 1, column 16'],
    ['{"":1,"":2}', 'line 1, column 2 and at line 1, column 7'],
  ])('locates the duplicate key in %j', (text, places) => {
    expect(problemOf(text)).toBe(`has a duplicate key, at ${places}: remove one of them`);
  });

  it('accepts the same key in several objects', () => {
    expect(parseJsonText('{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}')).toHaveProperty('value');
  });

  it('rejects nesting of more than 100 levels, however deep it goes', () => {
    expect(parseJsonText('['.repeat(100) + ']'.repeat(100))).toHaveProperty('value');
    expect(problemOf('['.repeat(1_000_000))).toBe('is nested deeper than 100 levels (line 1, column 101)');
    expect(problemOf('{"a":'.repeat(101))).toContain('nested deeper than 100 levels');
  });

  it.each(['12345678901234567890', '-9007199254740993', '1e400', '1'.repeat(500), `0.${'1'.repeat(500)}`])(
    'rejects the number %s, which would be rounded',
    (number) => {
      expect(problemOf(`[${number}]`)).toContain('has a number that is too large (line 1, column 2)');
    },
  );
});
