import { describe, expect, it } from '@jest/globals';
import { createProgram } from '../../../lib/cli/run-cli.js';
import { runIn, runInFolder } from './support/run-in-folder.js';

const run = (...args: string[]) => runIn('.', args);

const process = { env: {}, stdin: noInput(), stdout: { write: () => {} }, stderr: { write: () => {} }, cwd: () => '.' };
const { commands } = createProgram({ process, finish: () => {} });

async function* noInput(): AsyncGenerator<string> {}

describe('The command line', () => {
  it('lists its commands with --help', async () => {
    const { exitCode, out, err } = await run('--help');
    expect([exitCode, err]).toStrictEqual([0, '']);
    expect(out).toContain('Usage: nestjs-feature-flags [options] [command]');
    for (const command of commands) expect(out).toContain(`  ${command.name()} `);
  });

  it('shows its help, as an error, without a command', async () => {
    const { exitCode, out, err } = await run();
    expect([exitCode, out]).toStrictEqual([2, '']);
    expect(err).toContain('Usage: nestjs-feature-flags');
  });

  it('suggests the command that was most likely meant', async () => {
    const { exitCode, out, err } = await run('tokens');
    expect([exitCode, out]).toStrictEqual([2, '']);
    expect(err).toMatch(/unknown command 'tokens'.*\(Did you mean token\?\)/s);
  });

  it('writes no colors', async () => {
    const { out } = await run('check', '--help');
    expect(out).not.toContain('\u001b');
  });

  it.each(commands.map((command) => command.name()))('shows an example with "%s --help"', async (name) => {
    const { exitCode, out, err } = await run(name, '--help');
    expect([exitCode, err]).toStrictEqual([0, '']);
    expect(out).toMatch(new RegExp(`Usage: nestjs-feature-flags ${name} .*\\n\\n[A-Z]`));
    expect(out).toContain(`Example:\n  $ nestjs-feature-flags ${name} `);
  });
});

/** A folder in which every example of the help works. */
const SHOP = {
  'config/flags.yaml': `flags:
  new_checkout: true
  checkout_theme:
    type: variant
    variants: [{ name: classic, weight: 50 }, { name: modern, weight: 50 }]
  search_v2: { type: percentage, percentage: 25 }
`,
  'flags.before.yaml': 'flags: { new_checkout: false }\n',
  'flags.yaml': 'flags: { new_checkout: true }\n',
  'src/shop.ts': `import { FlagGuard } from 'nestjs-feature-flags';
    export const gates = ['new_checkout', 'checkout_theme', 'search_v2'].map((key) => FlagGuard(key));`,
  'data/flags/head.json': '{"format":1,"version":0,"id":"","hash":""}\n',
  'data/flags/audit.jsonl': '',
};

describe('The examples of the help', () => {
  const names = commands.map((command) => command.name()).filter((name) => name !== 'usage'); // needs a Redis

  it.each(names)('include one of "%s" that runs without an error', async (name) => {
    const { out: help } = await run(name, '--help');
    const [, example = ''] = /\$ nestjs-feature-flags ((?:.*\\\n)*.*)/.exec(help) ?? [];
    const args = [...example.replaceAll(/\\\n/g, ' ').matchAll(/'([^']*)'|(\S+)/g)].map(([, a, b]) => a ?? b ?? '');
    const secret = 'a-secret-of-the-shop-for-its-tests';
    const env = { FLAG_TOKEN_SECRET: secret, FLAG_AUDIT_SECRET: secret };
    const { exitCode, err } = await runInFolder(args, { files: SHOP, env });
    expect([args[0], exitCode, err]).toStrictEqual([name, 0, '']);
  });
});
