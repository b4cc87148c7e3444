import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MinimalProject } from './minimal-project.js';

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
  let project: MinimalProject;

  beforeAll(() => {
    project = new MinimalProject(['rxjs']);
  });

  afterAll(() => project.delete());

  const run = (...args: string[]) => project.run(...args);

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
});
