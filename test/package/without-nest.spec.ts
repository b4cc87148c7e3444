import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

const ASKS = `
  const flags = await FlagManager.create({
    initialFlags: { new_checkout: { type: 'user_list', enabled: true, users: ['ada'] } },
    store: new MemoryStore(),
  });
  const answers = [flags.isEnabled('new_checkout', { userId: 'ada' }), flags.isEnabled('new_checkout', { userId: 'eve' })];
  await flags.close();
  process.stdout.write(JSON.stringify(answers));
`;

describe('A project without @nestjs packages', () => {
  let project: string;

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'flags-without-nest-'));
    const modules = join(project, 'node_modules');
    mkdirSync(join(modules, 'nestjs-feature-flags'), { recursive: true });
    for (const name of readdirSync(join(root, 'node_modules'))) {
      if (!name.startsWith('.') && name !== '@nestjs')
        symlinkSync(join(root, 'node_modules', name), join(modules, name));
    }
    for (const name of ['dist', 'package.json']) {
      cpSync(join(root, name), join(modules, 'nestjs-feature-flags', name), { recursive: true });
    }
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  /** Links are followed by their own path, so that nothing is found in the node_modules of this checkout. */
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', ...args], {
      cwd: project,
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: 60_000,
    });

  it('cannot load the entry point for Nest', () => {
    expect(() => run('--input-type=module', '-e', "await import('nestjs-feature-flags')")).toThrow(/@nestjs/);
  });

  it('evaluates flags by the entry point "./core" as an ES module', () => {
    const load = "const { FlagManager, MemoryStore } = await import('nestjs-feature-flags/core');";
    expect(JSON.parse(run('--input-type=module', '-e', load + ASKS))).toEqual([true, false]);
  });

  it('evaluates flags by the entry point "./core" as CommonJS', () => {
    const load = "const { FlagManager, MemoryStore } = require('nestjs-feature-flags/core');";
    expect(JSON.parse(run('-e', `${load}(async () => {${ASKS}})();`))).toEqual([true, false]);
  });

  it('runs the command that creates override tokens', () => {
    const program = 'node_modules/nestjs-feature-flags/dist/cli/main.js';
    expect(run(program, 'token', '--help')).toContain('Usage: nestjs-feature-flags token');
  });

  it.each(['redis', 'telemetry', 'testing'])('loads the entry point "./%s"', (entry) => {
    expect(run('--input-type=module', '-e', `await import('nestjs-feature-flags/${entry}')`)).toBe('');
  });
});
