import { describe, expect, it } from '@jest/globals';
import * as yaml from 'js-yaml';
import { parseYamlText } from '../../../../lib/providers/flag-text/parse-yaml-text.js';
import { describeProblem } from '../../../../lib/providers/flag-text/parsed-text.js';

function valueOf(text: string): unknown {
  const parsed = parseYamlText(text, yaml);
  return 'value' in parsed ? parsed.value : describeProblem(text, parsed);
}

describe('parseYamlText', () => {
  it.each([
    ['a: 1\na: 2\n', 'line 1, column 1 and at line 2, column 1'],
    ['a: 1\r\n"a": 2\r\n', 'line 1, column 1 and at line 2, column 2'],
    ['x:\n  - {b: 1, c: 2, b: 3}\n', 'line 2, column 6 and at line 2, column 18'],
    ['1: a\n0x1: b\n', 'line 1, column 1 and at line 2, column 1'],
    ['1: a\n"1": b\n', 'line 1, column 1 and at line 2, column 2'],
    ['true: a\nTRUE: b\n', 'line 1, column 1 and at line 2, column 1'],
    ['null: a\n~: b\n', 'line 1, column 1 and at line 2, column 1'],
    ['? a\n: 1\n? a\n: 2\n', 'line 1, column 3 and at line 3, column 3'],
    ['b: &b {c: 1}\na: {<<: *b, <<: *b}\n', 'line 2, column 5 and at line 2, column 13'],
    ['__proto__: 1\n__proto__: 2\n', 'line 1, column 1 and at line 2, column 1'],
  ])('locates the duplicate key in %j', (text, places) => {
    expect(valueOf(text)).toBe(`has a duplicate key, at ${places}: remove one of them`);
  });

  it('accepts the same key in several mappings, even after aliases and lists', () => {
    const text = 'a: &x {a: {a: 1}}\nb: [*x, {a: 1}]\nc: {a: *x, b: *x}\nd: [[a], {b: [1]}]\n';
    expect(valueOf(text)).toMatchObject({ c: { a: { a: { a: 1 } } }, d: [['a'], { b: [1] }] });
  });

  it('merges `<<`, where explicit entries outrank merged ones', () => {
    const text = 'base: &base {percentage: 5, enabled: false}\nflag: {<<: *base, enabled: true}\n';
    expect(valueOf(text)).toHaveProperty('flag', { percentage: 5, enabled: true });
  });

  it('keeps dates and words such as "on" as they are written', () => {
    expect(valueOf('[2026-11-27T00:00:00Z, 2026-11-27, on, no, 0o17, 1_000]')).toEqual([
      '2026-11-27T00:00:00Z',
      '2026-11-27',
      'on',
      'no',
      15,
      '1_000',
    ]);
  });

  it.each([
    ['a: &a [*a]', 'has an alias inside its own anchor (line 1, column 9)'],
    ['a: *hunter2', 'has an alias without an anchor above it (line 1, column 5)'],
    ['b: &b x\n*b : 1\n', 'has an alias as a key (line 2, column 2): write the key itself'],
    ['? {a: 1}\n: 2\n', 'has a key that is not a string (line 1, column 3)'],
    ['a: 1\n---\nb: 2\n', 'contains more than one YAML document: keep one'],
    [
      'a: 12345678901234567890',
      'has a number that is too large or not finite (line 1, column 4): write it as a string',
    ],
    ['a: .inf', 'has a number that is too large or not finite (line 1, column 4): write it as a string'],
    ['a: [.nan]', 'has a number that is too large or not finite (line 1, column 5): write it as a string'],
    ['a: !hunter2 b', 'is not valid YAML: unknown scalar tag … (line 1, column 4)'],
    ['a: "\\q"', 'is not valid YAML: unknown escape sequence (line 1, column 6)'],
    ['a: !<hunter2 b', 'is not valid YAML: unexpected end of the stream within a verbatim tag (line 1, column 15)'],
  ])('rejects %j with its place and nothing of its content', (text, problem) => {
    expect(valueOf(text)).toBe(problem);
    expect(problem).not.toContain('hunter2');
  });

  it('rejects aliases that expand to more than 100,000 values, before they do', () => {
    const list = `a: &a [${'1,'.repeat(1000)}]\n`;
    expect(valueOf(`${list}b: [${'*a,'.repeat(90)}]\n`)).toHaveProperty('b.89.999', 1);
    expect(valueOf(`${list}b: [${'*a,'.repeat(100)}]\n`)).toContain('expand to more than 100000 values (line 2');
  });

  it('rejects nesting of more than 100 levels', () => {
    expect(valueOf('['.repeat(1_000_000))).toContain('nesting exceeded maxDepth (100)');
    expect(valueOf('? '.repeat(1000))).toContain('nesting exceeded maxDepth (100)');
  });
});
