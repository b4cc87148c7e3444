import { describe, expect, it } from '@jest/globals';
import { runInFolder, type Files } from '../support/run-in-folder.js';

const code = (text: string) => `import { FlagGuard } from 'nestjs-feature-flags';\n${text}\n`;

async function check(files: Files, ...args: string[]) {
  const given = args.length === 0 ? ['flags.yaml', '--src', 'src'] : args;
  return await runInFolder(['check', ...given, '--now', '2026-06-01'], { files });
}

describe('The command "check"', () => {
  it('finds nothing in a shop whose flags are all used', async () => {
    const files = { 'flags.yaml': 'flags: { a: true }', 'src/shop.ts': code(`FlagGuard('a');`) };
    expect(await check(files)).toStrictEqual({
      exitCode: 0,
      out: 'No problems in 1 flag and 1 source file.\n',
      err: '',
    });
  });

  it('reports a key that nothing defines, with the nearest one', async () => {
    const files = {
      'flags.yaml': 'flags: { new_checkout: true }',
      'src/shop.ts': code(`FlagGuard('new_checkout', 'new_chekout');`),
    };
    const { exitCode, out } = await check(files);
    expect(exitCode).toBe(1);
    expect(out).toBe(
      'src/shop.ts:2:27  error  unknown-flag  Nothing defines the flag "new_chekout". Did you mean "new_checkout"?\n\n' +
        '1 error in 1 flag and 1 source file.\n',
    );
  });

  it('reports the place of a syntax error in the code, and searches what it can', async () => {
    const files = {
      'flags.yaml': 'flags: { a: true, b: true }',
      'src/bad.ts': code(`FlagGuard('a');\nclass {{`),
      'src/part.ts': code(`FlagGuard('b');\nconst b = 1;\nconst b = 2;`),
    };
    const { out } = await check(files);
    expect(out).toContain('src/bad.ts:3:7  warning  unreadable-source  The file cannot be parsed: ');
    expect(out).toContain(
      "src/part.ts:4:7  warning  unreadable-source  The file may be searched only in part: Identifier 'b' has already been declared.\n",
    );
  });

  it.each<[string, string, string]>([
    ['YAML', 'flags.yaml', 'flags:\n  # the search\n  old_search: true\n'],
    ['JSON', 'flags.json', '{\n  "flags": {\n  "old_search": true } }'],
  ])('reports a flag that no code asks for, at its place in %s', async (_, name, text) => {
    const { exitCode, out } = await check({ [name]: text, 'src/shop.ts': '' }, name, '--src', 'src');
    expect(exitCode).toBe(1);
    expect(out).toContain(
      `${name}:3:3  warning  unused-flag  No code asks for the flag "old_search": delete its definition.`,
    );
  });

  it.each<[string, string]>([
    ['that another flag requires', 'flags: { a: { type: boolean, prerequisites: [{ flag: b }] }, b: true }'],
    [
      'that a rule refers to',
      'flags: { a: { type: boolean, otherwise: false, rules: [{ when: { all: [{ flag: b }] } }] }, b: true }',
    ],
    [
      'that a segment refers to',
      'flags: { a: { type: boolean, otherwise: false, rules: [{ when: { segment: s } }] }, b: true }\nsegments: { s: { rules: [{ flag: b }] } }',
    ],
    ['that browsers may ask for', 'flags: { a: true, b: { type: boolean, client: true } }'],
  ])('counts a flag %s as used', async (_, flags) => {
    const { exitCode, out } = await check({ 'flags.yaml': flags, 'src/shop.ts': code(`FlagGuard('a');`) });
    expect([exitCode, out]).toStrictEqual([0, 'No problems in 2 flags and 1 source file.\n']);
  });

  it('reports an expired flag with its owner', async () => {
    const flags = 'flags:\n  a: { type: boolean, owner: team-search, expiresAt: "2026-05-30T00:00:00Z" }\n';
    const { exitCode, out } = await check({ 'flags.yaml': flags }, 'flags.yaml');
    expect(exitCode).toBe(1);
    expect(out).toContain(
      'flags.yaml:2:3  warning  expired-flag  The flag "a" expired at 2026-05-30T00:00:00Z, 2 days ago. Its owner is "team-search".',
    );
  });

  it('accepts a flag until the instant at which it expires', async () => {
    const flags = 'flags: { a: { type: boolean, expiresAt: "2026-06-01T00:00:01Z" } }';
    expect((await check({ 'flags.yaml': flags }, 'flags.yaml')).exitCode).toBe(0);
  });

  it('reports an expired flag of the code', async () => {
    const text = `import { FeatureFlagsModule, FlagGuard } from 'nestjs-feature-flags';
FeatureFlagsModule.forFeature({
  a: { type: 'boolean', expiresAt: new Date('2026-01-01') },
});
FlagGuard('a');`;
    const { out } = await check({ 'src/shop.ts': text }, '--src', 'src');
    expect(out).toContain('src/shop.ts:3:3  warning  expired-flag  The flag "a" expired at 2026-01-01T00:00:00.000Z');
  });

  it('checks what is known of a definition that the code computes in part', async () => {
    const text = `import { FeatureFlagsModule, FlagGuard } from 'nestjs-feature-flags';
export const module = (percentage: number, more: object) => FeatureFlagsModule.forFeature({
  a: { type: 'percentage', percentage, owner: 'team-search', expiresAt: '2026-05-30T00:00:00Z' },
  b: { type: 'percentage', percentage, client: true },
  c: { ...more, prerequisites: [{ flag: 'd' }], rules: [{ when: { flag: 'e' }, serve: { variant: 'x' } }] },
  d: true,
  e: true,
});
FlagGuard('a', 'c');`;
    const { out } = await check({ 'src/shop.ts': text }, '--src', 'src');
    expect(out).toContain('src/shop.ts:3:3  warning  expired-flag  The flag "a" expired at 2026-05-30T00:00:00Z');
    expect(out).toContain('Its owner is "team-search".');
    expect(out).not.toContain('unused-flag');
  });

  it('reports a flag that refers to another one that nothing defines', async () => {
    const files = {
      'flags.yaml':
        'flags:\n  search: { type: boolean, prerequisites: [{ flag: search_indx }, { flag: "vendor:a" }] }\n  search_index: true\n',
      'src/shop.ts': code(`FlagGuard('search', 'search_index');`),
    };
    const { exitCode, out } = await check(files, 'flags.yaml', '--src', 'src', '--known', 'vendor:*');
    expect(exitCode).toBe(1);
    expect(out).toContain(
      'flags.yaml:2:3  error  unknown-flag  The flag "search" refers to the flag "search_indx", which nothing defines. Did you mean "search_index"?\n\n1 error',
    );
  });

  it('notes definitions that are computed beside others', async () => {
    const text = `import { FeatureFlagsModule, FlagGuard } from 'nestjs-feature-flags';
export const module = (more: object) => FeatureFlagsModule.forFeature({ a: true, ...more });
FlagGuard('a');`;
    const { exitCode, out } = await check({ 'src/shop.ts': text }, '--src', 'src');
    expect(exitCode).toBe(0);
    expect(out).toContain(
      'src/shop.ts:2:85  note  dynamic-key  Some definitions of FeatureFlagsModule.forFeature are not constants, and cannot be checked.',
    );
  });

  it('finds keys of a gate that a file outside of the sources exports under another name', async () => {
    const files = {
      'flags.yaml': 'flags: { a: true }',
      'shared/gates.ts': `export { FlagGuard as Gate } from 'nestjs-feature-flags';`,
      'src/shop.ts': `import { Gate } from '../shared/gates.js';\nGate('a');`,
    };
    expect((await check(files)).exitCode).toBe(0);
  });

  it('reports problems of the flag file, and checks the valid flags', async () => {
    const flags = 'flags:\n  a:\n    type: percentage\n    percentage: 101\n  b: true\n';
    const { out } = await check({ 'flags.yaml': flags, 'src/shop.ts': code(`FlagGuard('a');`) });
    expect(out).toMatch(/^flags\.yaml:4:5 {2}error {2}invalid-definition {2}a\.percentage /m);
    expect(out).toContain('flags.yaml:5:3  warning  unused-flag');
    expect(out).not.toContain('unknown-flag');
  });

  it('notes a key that is not a constant, without failing', async () => {
    const files = { 'src/shop.ts': code('export const Gate = (key: string) => FlagGuard(key);') };
    const { exitCode, out } = await check(files, '--src', 'src');
    expect(exitCode).toBe(0);
    expect(out).toContain('note  dynamic-key  The flag key of FlagGuard is not a constant, and cannot be checked.');
    expect((await check(files, '--src', 'src', '--fail-on', 'note')).exitCode).toBe(1);
  });

  it.each<[string, string, string]>([
    ['on the line of the code', `FlagGuard('x'); // nestjs-feature-flags-ignore`, ''],
    ['above the line of the code', `// nestjs-feature-flags-ignore: of the vendor\nFlagGuard('x');`, ''],
    ['in the file of the code', `FlagGuard('x');\n/* nestjs-feature-flags-ignore-file */`, ''],
    ['in YAML', '', '  # nestjs-feature-flags-ignore\n  x: true\n'],
  ])('ignores findings with a comment %s', async (_, text, flags) => {
    const files = { 'flags.yaml': `flags:\n  a: true\n${flags}`, 'src/shop.ts': code(`FlagGuard('a');\n${text}`) };
    expect((await check(files)).exitCode).toBe(0);
  });

  it('accepts keys that another source defines, and flags that something else asks for', async () => {
    const files = { 'flags.yaml': 'flags: { mobile_home: true }', 'src/shop.ts': code(`FlagGuard('vendor:a');`) };
    expect((await check(files)).exitCode).toBe(1);
    const { exitCode } = await check(files, 'flags.yaml', '--src', 'src', '--known', 'vendor:*', '--used', 'mobile_*');
    expect(exitCode).toBe(0);
  });

  it('takes several files and globs, and leaves out what is excluded', async () => {
    const files = {
      'config/a.yaml': 'flags: { a: true }',
      'config/b.json': '{ "flags": { "b": true } }',
      'src/a.ts': code(`FlagGuard('a');`),
      'lib/b.ts': code(`FlagGuard('b');`),
      'lib/generated/c.ts': code(`FlagGuard('c');`),
    };
    const args = ['config/*.{yaml,json}', '--src', 'src', '--src', 'lib', '--exclude', 'lib/generated/**'];
    expect(await check(files, ...args)).toMatchObject({
      exitCode: 0,
      out: 'No problems in 2 flags and 2 source files.\n',
    });
  });

  it.each<[string, string[], RegExp]>([
    ['nothing to check', [], /Name a flag file, or a folder of source code with --src/],
    ['a folder that is missing', ['--src', 'missing'], /The source "missing" cannot be read/],
    ['a glob without files', ['conf/*.yaml'], /No file matches "conf\/\*\.yaml"/],
    ['a date without an offset', ['--src', '.', '--now', '2026-06-01T00:00'], /a time with an offset/],
    ['an unknown format', ['--src', '.', '--format', 'xml'], /Allowed choices are text, json, sarif, github/],
  ])('ends with code 2 for %s', async (_, args, message) => {
    const { exitCode, out, err } = await runInFolder(['check', ...args]);
    expect([exitCode, out]).toStrictEqual([2, '']);
    expect(err).toMatch(message);
  });

  it('reports a flag file that is missing', async () => {
    const { exitCode, out } = await check({}, 'flags.yaml');
    expect(exitCode).toBe(1);
    expect(out).toContain('flags.yaml  error  invalid-file  The file cannot be read: ENOENT');
  });
});

describe('The option "--usage" of "check"', () => {
  const flags = `flags:
  always: true
  both: true
  kill_switch: { type: boolean, kind: ops }
  asleep: true
  required: true
  mobile: { type: boolean, client: true }
  new: { type: boolean, prerequisites: [{ flag: required }] }
`;
  const [start, end] = ['2026-05-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'];
  const used = { firstEvaluatedAt: start, lastEvaluatedAt: end };
  const answer = (enabled: boolean) => ({ enabled, count: 5000, lastServedAt: end });
  const usage = {
    since: start,
    until: end,
    instances: 2,
    flags: [
      { key: 'always', ...used, answers: [answer(true)] },
      { key: 'both', ...used, answers: [answer(true), answer(false)] },
      { key: 'kill_switch', ...used, answers: [answer(true)] },
      { key: 'asleep', answers: [] },
      { key: 'required', answers: [] },
      { key: 'mobile', answers: [] },
      { key: 'deleted', answers: [] },
    ],
  };
  const run = (...args: string[]) => {
    const files = { 'flags.yaml': flags, 'usage.json': JSON.stringify(usage), 'src/shop.ts': '' };
    return check(files, 'flags.yaml', '--usage', 'usage.json', ...args);
  };

  it('reports flags that always gave one answer, and those that were not evaluated', async () => {
    const { exitCode, out, err } = await run();
    expect([exitCode, err]).toStrictEqual([1, '']);
    expect(out).toBe(
      `flags.yaml:2:3  warning  constant-flag  The flag "always" gave the same answer in all evaluations of 30 days: on. \
If its rollout is over, remove it from the code and delete its definition.
flags.yaml:5:3  warning  unevaluated-flag  The flag "asleep" was not evaluated in 30 days; it never was before. \
If it is no longer needed, delete its definition.

2 warnings in 7 flags.
`,
    );
  });

  it('says that a report covers too few days', async () => {
    const { exitCode, err } = await run('--usage-days', '60');
    expect([exitCode, err]).toStrictEqual([
      0,
      'warning: the usage report covers fewer than 60 days, so that usage is not checked.\n',
    ]);
  });

  it('counts an evaluated flag as used, although no code that can be read asks for it', async () => {
    const { out } = await run('--src', 'src', '--usage-days', '60');
    expect(out).not.toContain('"both"');
    expect(out).toContain('unused-flag  No code asks for the flag "asleep"');
  });

  it.each([['{'], ['{ "flags": 1 }'], [JSON.stringify({ ...usage, since: 'yesterday' })]])(
    'ends with code 3 for %s',
    async (text) => {
      const files = { 'usage.json': text, 'flags.yaml': flags };
      const { exitCode, err } = await check(files, 'flags.yaml', '--usage', 'usage.json');
      expect(exitCode).toBe(3);
      expect(err).toMatch(/^error: The usage report "usage\.json" cannot be read: .*getUsage/);
    },
  );

  it('names what is wrong with a report', async () => {
    const { err } = await check({ 'usage.json': '{}', 'flags.yaml': flags }, 'flags.yaml', '--usage', 'usage.json');
    expect(err).toContain('cannot be read: "since" is missing; it must be a string. It must be the result of');
  });
});
