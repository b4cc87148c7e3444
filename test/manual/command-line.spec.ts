import { readFileSync, rmSync } from 'node:fs';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExitCode } from '../../lib/cli/exit-code.js';
import { FINDING_RULES } from '../../lib/cli/output/finding-rules.js';
import { createProgram } from '../../lib/cli/run-cli.js';
import { folderWith, runIn } from '../unit/cli/support/run-in-folder.js';
import { codeBlocks, tableRows } from './code-blocks.js';
import { page } from './pages.js';

const guide = page('docs/guide/command-line.md').text;
const reference = page('docs/reference/command-line.md').text;
const output = { write: () => {} };
const process = { env: {}, stdin: (async function* () {})(), stdout: output, stderr: output, cwd: () => '.' };
const commands = commandsBelow(createProgram({ process, finish: () => {} }));

describe('The page on the command line', () => {
  const flags = codeBlocks(guide).find(({ language }) => language === 'yaml');
  const source = new URL('recipes/command-line/checkout.controller.ts', import.meta.url);
  let folder: string;

  beforeAll(() => {
    const text = flags?.code ?? '';
    folder = folderWith({
      'config/flags.yaml': text,
      'new.yaml': text.replace('percentage: 25', 'percentage: 50'),
      'src/checkout.controller.ts': readFileSync(source, 'utf8'),
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const transcripts = codeBlocks(guide)
    .filter(({ language }) => language === 'console')
    .flatMap(({ code }) => code.split(/^(?=\$ )/m))
    .map((transcript) => {
      const end = transcript.indexOf('\n');
      return {
        command: transcript.slice('$ npx nestjs-feature-flags '.length, end),
        expected: transcript.slice(end + 1),
      };
    });

  it('shows several commands with their output', () => {
    expect(transcripts.length).toBeGreaterThanOrEqual(6);
  });

  it.each(transcripts)('shows the output of "$command"', async ({ command, expected }) => {
    const args = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const { out, err } = await runIn(folder, args);
    expect([out, err]).toStrictEqual([expected, '']);
  });

  it('lists every command', () => {
    const listed = tableRows(guide, 'Command').map(([cell = '']) => cell.replace(/^\[([\w ]+)\].*$/, '$1'));
    expect(listed.toSorted()).toStrictEqual(commands.map(({ name }) => name).toSorted());
  });
});

describe('The reference of commands', () => {
  it('lists exactly the exit codes that exist', () => {
    const listed = tableRows(reference, 'Exit code').map(([code]) => Number(code));
    expect(listed).toStrictEqual(Object.values(ExitCode));
  });

  it('lists exactly the rules that exist, with their levels', () => {
    const listed = tableRows(reference, 'Rule').map(([rule, level]) => [rule, level]);
    expect(listed).toStrictEqual(Object.entries(FINDING_RULES).map(([rule, { level }]) => [rule, level]));
  });

  it('has a section for each command', () => {
    const headings = [...reference.matchAll(/^## ([a-z ]+)$/gm)].map(([, name]) => name);
    expect(headings).toStrictEqual(commands.map(({ name }) => name));
  });

  it.each(commands.map(({ name, command }) => [name, command] as const))(
    'lists exactly the arguments and options of "%s", as its help describes them',
    (name, command) => {
      const [, section = ''] = reference.split(`\n## ${name}\n`);
      const documented = tableRows(section, 'Argument or option');
      const given = command.registeredArguments.map((argument) => {
        const shown = argument.name() + (argument.variadic ? '...' : '');
        return [argument.required ? `<${shown}>` : `[${shown}]`, '', sentence(argument.description)];
      });
      const options = command.options
        .filter(({ hidden }) => !hidden)
        .map(({ flags, defaultValue, description }) => [flags, defaultText(defaultValue), sentence(description)]);
      expect(documented).toStrictEqual([...given, ...options]);
      expect(section).toContain(command.description());
    },
  );
});

/** All commands that do something, by the words that are typed. */
function commandsBelow(parent: Command, words = ''): readonly { readonly name: string; readonly command: Command }[] {
  return parent.commands.flatMap((command) => {
    const name = `${words}${command.name()}`;
    return command.commands.length === 0 ? [{ name, command }] : commandsBelow(command, `${name} `);
  });
}

function sentence(description: string): string {
  return description.charAt(0).toUpperCase() + description.slice(1);
}

/** A default as the table shows it; options that are off, and lists, have none. */
function defaultText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
