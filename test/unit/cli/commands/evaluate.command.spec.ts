import { describe, expect, it } from '@jest/globals';
import { runInFolder } from '../support/run-in-folder.js';

const files = {
  'flags.yaml': `flags:
  new_checkout: true
  sale: { type: time_based, start: 2026-11-27T00:00:00Z, end: 2026-12-01T00:00:00Z }
  checkout_theme:
    type: variant
    variants: [{ name: classic, weight: 1 }, { name: modern, weight: 1, value: { accent: teal } }]
    rules:
      - id: staff
        when: { attribute: role, op: equals, value: staff }
        serve: { variant: modern }
  custom: { type: custom, strategy: ours }
`,
  'user.json': '{ "userAttributes": { "role": "staff" } }',
};
const run = (...args: string[]) => runInFolder(args, { files });
const evaluate = (...args: string[]) => run('evaluate', 'flags.yaml', ...args);

describe('The command "evaluate"', () => {
  it.each<[string, string[], string]>([
    ['nobody', ['new_checkout'], 'new_checkout is on (enabled)\n'],
    [
      'a user with attributes',
      ['checkout_theme', '--context', '{"userId":"ada","userAttributes":{"role":"staff"}}'],
      'checkout_theme is on: variant "modern", value {"accent":"teal"} (rule_match, rule "staff")\n',
    ],
    [
      'the user of a file',
      ['checkout_theme', '--context-file', 'user.json'],
      'checkout_theme is on: variant "modern", value {"accent":"teal"} (rule_match, rule "staff")\n',
    ],
    ['a time', ['sale', '--at', '2026-11-28'], 'sale is on (time_window)\n'],
    ['a time with an offset', ['sale', '--at', '2026-11-27T00:30:00+01:00'], 'sale is off (outside_time_window)\n'],
  ])('answers for %s', async (_, args, answer) => {
    expect(await evaluate(...args)).toStrictEqual({ exitCode: 0, out: answer, err: '' });
  });

  it('writes the evaluation as JSON', async () => {
    const { out } = await evaluate('new_checkout', '--format', 'json');
    expect(JSON.parse(out)).toStrictEqual({ key: 'new_checkout', enabled: true, value: true, reason: 'enabled' });
  });

  it.each<[string, string[], RegExp]>([
    ['text that is not JSON', ['--context', '{userId:ada}'], /^error: The value of --context is not JSON\. Quote it/],
    ['an attribute in the wrong place', ['--context', '{"plan":"beta"}'], /plan must be in "userAttributes"/],
    ['another type', ['--context', '[1]'], /must be an object such as/],
    ['a number as an id', ['--context', '{"userId":3}'], /: userId must be a string; given: a whole number\.\n/],
    ['two contexts', ['--context', '{}', '--context-file', 'user.json'], /Use only one of/],
  ])('ends with code 2 for %s', async (_, args, message) => {
    const { exitCode, out, err } = await evaluate('new_checkout', ...args);
    expect([exitCode, out]).toStrictEqual([2, '']);
    expect(err).toMatch(message);
  });

  it.each<[string, string[], RegExp]>([
    [
      'a flag that the file does not define',
      ['flags.yaml', 'new_chekout'],
      /^error: "flags\.yaml" does not define the flag "new_chekout"\. Did you mean "new_checkout"\?/,
    ],
    [
      'a file that is missing',
      ['none.yaml', 'a'],
      /^error: The flag file is invalid:\n {2}none\.yaml {2}The file cannot be read: ENOENT/,
    ],
    [
      'a context file that is missing',
      ['flags.yaml', 'sale', '--context-file', 'none.json'],
      /The file "none\.json" cannot be read/,
    ],
    ['a flag file that is no flag file', ['user.json', 'a'], /user\.json:1:1 .*must be an object with the key "flags"/],
  ])('ends with code 3 for %s', async (_, args, message) => {
    const { exitCode, out, err } = await run('evaluate', ...args);
    expect([exitCode, out]).toStrictEqual([3, '']);
    expect(err).toMatch(message);
  });

  it('never repeats a context that it cannot read', async () => {
    const { err } = await evaluate('sale', '--context', '{"userId": {"mail": "ada@example.com"}}');
    expect(err).not.toContain('ada@example.com');
  });
});

describe('The command "explain"', () => {
  it('writes every step and the answer', async () => {
    const context = '{"userId":"ada","userAttributes":{"role":"guest"}}';
    const args = ['explain', 'flags.yaml', 'checkout_theme', '--context', context, '--at', '2026-06-01'];
    const { exitCode, out, err } = await run(...args);
    expect([exitCode, err]).toStrictEqual([0, '']);
    const lines = out.split('\n');
    expect(lines[0]).toBe('At 2026-06-01T00:00:00.000Z:');
    expect(out).toContain('  - master switch: on\n');
    expect(out).toContain('  - rule "staff", which serves {"variant":"modern"}: no\n');
    expect(out).toContain('where the value is "guest": no\n');
    expect(out).toMatch(/- bucket for the variant: \d+ of \d+, from userId "ada"\n/);
    expect(lines.at(-2)).toMatch(/^So checkout_theme is on: variant "(classic|modern)"/);
  });

  it('writes the explanation as JSON', async () => {
    const { out } = await run('explain', 'flags.yaml', 'new_checkout', '--format', 'json', '--at', '2026-06-01');
    expect(JSON.parse(out)).toMatchObject({
      key: 'new_checkout',
      at: '2026-06-01T00:00:00.000Z',
      evaluation: { enabled: true },
      steps: [{ step: 'master_switch', enabled: true }, expect.anything()],
    });
  });
});
