import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: Record<string, string> };
const program = join(root, bin['nestjs-feature-flags'] ?? 'missing');
const secret = 'a-secret-of-the-shop-for-its-tests';

function run(args: readonly string[], options: { env?: Record<string, string>; input?: string; cwd?: string } = {}) {
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

  it('ends with code 3 when there is no secret', () => {
    const { status, stdout, stderr } = run(['token', '--secret-env', 'X', '--audience', 'shop', 'new_checkout=true']);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^error: The environment variable that --secret-env names has no secret\./);
  });
});

describe('The command "check"', () => {
  it.each<[string, string[]]>([
    ['the sample app', ['--src', 'sample-app/src']],
    ['the sample app and its tests', ['--src', 'sample-app', '--tests']],
  ])('finds nothing to fix in %s', (_, sources) => {
    const { status, stdout, stderr } = run(['check', ...sources, '--format', 'json'], { cwd: root });
    expect([status, stderr]).toStrictEqual([0, '']);
    const { findings } = JSON.parse(stdout) as { findings: readonly { rule: string }[] };
    expect(findings.filter(({ rule }) => rule !== 'dynamic-key')).toStrictEqual([]);
  });

  it('ends quietly when the reader of its output does', () => {
    const check = `"${process.execPath}" "${program}" check --src lib --src test --tests --format json`;
    const { stdout, stderr } = spawnSync('sh', ['-c', `${check} | head -n 1`], { cwd: root, encoding: 'utf8' });
    expect([stdout, stderr]).toStrictEqual(['{\n', '']);
  });

  it('searches thousands of files, and follows no symbolic link', () => {
    const folder = mkdtempSync(join(tmpdir(), 'flags-many-files-'));
    try {
      for (let i = 0; i < 3000; i++) {
        const code =
          i % 10 === 0 ? `import { FlagGuard } from 'nestjs-feature-flags'; FlagGuard('flag_${i}');` : `export {};`;
        writeFileSync(join(folder, `file-${i}.ts`), code);
      }
      symlinkSync(folder, join(folder, 'again'));
      const { status, stdout } = run(['check', '--src', '.', '--known', 'flag_*'], { cwd: folder });
      expect([status, stdout]).toStrictEqual([0, 'No problems in 0 flags and 3000 source files.\n']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
