import { describe, expect, it } from '@jest/globals';
import { runInFolder } from '../support/run-in-folder.js';

const files = {
  'old.yaml':
    'flags: { search: { type: percentage, percentage: 25 }, same: true, gone: true, pro: { type: user_attribute, attributes: { plan: pro } } }',
  'new.yaml':
    'flags: { search: { type: percentage, percentage: 50 }, same: true, added: false, pro: { type: user_attribute, attributes: { plan: [pro, team] } } }',
  'users.jsonl': '{"userId":"ada","userAttributes":{"plan":"team"}}\n\n{"userAttributes":{"plan":"pro"}}\r\n',
};
const diff = (...args: string[]) => runInFolder(['diff', 'old.yaml', 'new.yaml', ...args], { files });

interface Json {
  readonly users: number;
  readonly differences: readonly {
    readonly key: string;
    readonly changed: number;
    readonly before?: { on: number };
    readonly after?: { on: number };
  }[];
}

describe('The command "diff"', () => {
  it('shows the flags whose answers differ, with shares and examples', async () => {
    const { exitCode, out, err } = await diff('--users', '1000', '--examples', '1');
    expect([exitCode, err]).toStrictEqual([0, '']);
    expect(out).toMatch(
      /^search: (2\d\d) of 1000 users \(2\d\.?\d*%\) would get another answer\n {2}before: on for 2\d\.?\d*%\n {2}after: {2}on for (4|5)\d\.?\d*%\n {4}"user-\d+": "off" -> "on"\n\n/,
    );
    expect(out).toContain(
      'gone (removed): 1000 of 1000 users (100%) would get another answer\n  before: on for 100%\n  after:  not defined\n',
    );
    expect(out).toContain('added (added): 0 of 1000 users (0%) would get another answer\n');
    expect(out).not.toContain('same');
    expect(out).toMatch(/3 flags of 5 would change for 1000 sample users\.\n$/);
  });

  it('gives the same output each time', async () => {
    expect(await diff()).toStrictEqual(await diff());
  });

  it('only adds users when a rollout is raised', async () => {
    const { differences } = JSON.parse((await diff('--format', 'json')).out) as Json;
    const search = differences.find(({ key }) => key === 'search');
    expect(search?.changed).toBe((search?.after?.on ?? 0) - (search?.before?.on ?? 0));
  });

  it('compares the answers of given users', async () => {
    const { out } = await diff('--contexts', 'users.jsonl');
    expect(out).toContain(
      'pro: 1 of 2 users (50%) would get another answer\n  before: on for 50%\n  after:  on for 100%\n    "ada": "off" -> "on"\n',
    );
  });

  it('finds no difference between a file and itself', async () => {
    const { exitCode, out } = await runInFolder(['diff', 'old.yaml', 'old.yaml', '--exit-code'], { files });
    expect([exitCode, out]).toStrictEqual([0, '0 flags of 4 would change for 10000 sample users.\n']);
  });

  it('ends with code 1 for a difference, on request', async () => {
    expect((await diff('--exit-code')).exitCode).toBe(1);
  });

  it.each<[string, string[], RegExp]>([
    ['no users', ['--users', '0'], /a whole number from 1 to 1000000/],
    ['two sources of users', ['--users', '5', '--contexts', 'users.jsonl'], /Use only one of --users and --contexts/],
  ])('ends with code 2 for %s', async (_, args, message) => {
    const { exitCode, err } = await diff(...args);
    expect([exitCode, err]).toStrictEqual([2, expect.stringMatching(message)]);
  });

  it('names the line of a context that it cannot read', async () => {
    const more = { ...files, 'users.jsonl': '{}\n{"plan":"pro"}\n' };
    const { exitCode, err } = await runInFolder(['diff', 'old.yaml', 'new.yaml', '--contexts', 'users.jsonl'], {
      files: more,
    });
    expect([exitCode, err]).toStrictEqual([
      3,
      expect.stringMatching(/^error: Line 2 of "users\.jsonl": plan must be in/),
    ]);
  });
});
