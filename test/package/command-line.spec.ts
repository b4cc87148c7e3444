import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: Record<string, string> };
const program = join(root, bin['nestjs-feature-flags'] ?? 'missing');
const secret = 'a-secret-of-the-shop-for-its-tests';

function run(args: readonly string[], options: { env?: Record<string, string>; input?: string } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    env: {},
    ...options,
  });
  return { status, stdout, stderr };
}

describe('The command "nestjs-feature-flags"', () => {
  it('is a program for Node', () => {
    expect(Object.keys(bin)).toEqual(['nestjs-feature-flags']);
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it.each<[string, string[], object]>([
    ['the environment', ['--secret-env', 'FLAG_TOKEN_SECRET'], { env: { FLAG_TOKEN_SECRET: secret } }],
    ['the standard input', ['--secret-stdin'], { input: `${secret}\n` }],
  ])('writes a token with a secret from %s', (_, source, options) => {
    const args = ['token', ...source, '--audience', 'shop', '--expires', '1h', 'new_checkout=true', 'theme=modern'];
    const { status, stdout, stderr } = run(args, options);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^v1\.[\w-]+\.[\w-]{43}\n$/);
  });

  it('ends with code 2 and a message on the error output when it is used wrongly', () => {
    const { status, stdout, stderr } = run(['token', '--secret-env', 'FLAG_TOKEN_SECRET', 'new_checkout=true']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain("error: required option '--audience <name>' not specified");
  });

  it('ends with code 1 when there is no secret', () => {
    const { status, stdout, stderr } = run(['token', '--secret-env', 'X', '--audience', 'shop', 'new_checkout=true']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error: The environment variable that --secret-env names has no secret\./);
  });
});
