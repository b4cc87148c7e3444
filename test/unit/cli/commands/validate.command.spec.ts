import { describe, expect, it } from '@jest/globals';
import { runInFolder, type Files } from '../support/run-in-folder.js';

const validate = (files: Files, ...args: string[]) =>
  runInFolder(['validate', ...(args.length === 0 ? Object.keys(files) : args)], { files });

describe('The command "validate"', () => {
  it('accepts a valid file', async () => {
    const files = {
      'flags.json': '{ "$schema": "x", "flags": { "a": true }, "segments": { "s": { "include": ["ada"] } } }',
    };
    expect(await validate(files)).toStrictEqual({ exitCode: 0, out: 'No problems in 1 flag of 1 file.\n', err: '' });
  });

  it('reports every problem of all files with its place', async () => {
    const yaml = `flags:
  sale:
    type: percentage
    percentage: 101
  theme:
    type: variant
    variants:
      - name: classic
        weight: 1
      - name: 'modern'
        weight: heavy
segments:
  staff:
    include: ada
`;
    const json = `{
  "flags": {
    "a": { "type": "boolean" },
    "b": { "type": "user_list", "users": ["ada", "", 3] }
  },
  "flag": {}
}`;
    const { exitCode, out } = await validate({ 'flags.yaml': yaml, 'more.json': json });
    expect(exitCode).toBe(1);
    const places = out.split('\n').flatMap((line) => /^\S+:\d+:\d+ .*invalid-definition {2}\S+/.exec(line)?.[0] ?? []);
    expect(places).toStrictEqual([
      'flags.yaml:4:5  error  invalid-definition  sale.percentage',
      'flags.yaml:11:9  error  invalid-definition  theme.variants[1].weight',
      'flags.yaml:14:5  error  invalid-definition  segments.staff.include',
      'more.json:4:50  error  invalid-definition  b.users[1]',
      'more.json:4:54  error  invalid-definition  b.users[2]',
      'more.json:6:3  error  invalid-definition  flag',
    ]);
  });

  it.each<[string, string, string, RegExp]>([
    [
      'JSON',
      'flags.json',
      '{ "flags": {\n "a": tru } }',
      /^flags\.json:2:7 {2}error {2}invalid-file {2}The file is not valid JSON \(line 2, column 7\)\./,
    ],
    [
      'YAML',
      'flags.yaml',
      'flags:\n  a: [1\n',
      /^flags\.yaml:\d+:\d+ {2}error {2}invalid-file {2}The file is not valid YAML: /,
    ],
    [
      'a duplicate key',
      'flags.yaml',
      'flags:\n  a: true\n  a: false\n',
      /^flags\.yaml:3:3 .*has a duplicate key, at line 2, column 3 and at line 3, column 3/,
    ],
    ['a text without flags', 'flags.json', '[]', /^flags\.json:1:1 .*must be an object with the key "flags"/],
    [
      'an invalid key',
      'flags.yaml',
      'flags:\n  dark mode: true\n',
      /^flags\.yaml:2:3 .* "dark mode" is not a valid key: use a letter or digit, .* for example "checkout\.v2"\.\n/,
    ],
  ])('reports the place of a problem of %s', async (_, name, text, expected) => {
    const { exitCode, out } = await validate({ [name]: text });
    expect([exitCode, out]).toStrictEqual([1, expect.stringMatching(expected)]);
  });

  it('reports references that cannot be followed', async () => {
    const files = {
      'flags.yaml':
        'flags:\n  a:\n    type: boolean\n    otherwise: false\n    rules:\n      - when: { segment: stafff }\n',
    };
    const { exitCode, out } = await validate(files);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^flags\.yaml:6:\d+ {2}error {2}invalid-definition {2}a\.rules\[0\]\.when.*stafff/);
  });

  it('follows references from one file to another', async () => {
    const files = {
      'flags.yaml': 'flags: { a: { type: boolean, otherwise: false, rules: [{ when: { segment: staff } }] } }',
      'segments.yaml': 'flags: {}\nsegments: { staff: { include: [ada] } }',
    };
    expect((await validate(files, 'flags.yaml')).exitCode).toBe(1);
    expect((await validate(files)).exitCode).toBe(0);
  });

  it('does not need the operators and strategies of the application', async () => {
    const files = { 'flags.yaml': 'flags: { a: { type: custom, strategy: ours } }' };
    expect((await validate(files)).exitCode).toBe(0);
  });

  it('finds the place of a value behind an alias', async () => {
    const yaml = 'flags:\n  a: &gate { type: percentage, percentage: 5 }\n  b: { <<: *gate, percentage: -1 }\n';
    const { out } = await validate({ 'flags.yaml': yaml });
    expect(out).toMatch(/^flags\.yaml:3:19 {2}error {2}invalid-definition {2}b\.percentage /);
  });
});
