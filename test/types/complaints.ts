import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** Type-checks a project of this folder and gives what TypeScript complains of, as `file:line: message`. */
export async function complaintsOf(project: string): Promise<string[]> {
  const cwd = resolve(import.meta.dirname, project);
  const args = [tsc, '--noEmit', '--pretty', 'false', '-p', join(cwd, 'tsconfig.json')];
  const output = await promisify(execFile)(process.execPath, args, { cwd }).then(
    () => '',
    (error: { readonly stdout: string }) => error.stdout, // it exits with an error when it reports problems
  );
  return [...output.matchAll(/^(.+?)\((\d+),\d+\): error TS\d+: (.+)$/gm)].map(
    ([, file, line, message]) => `${file}:${line}: ${message}`,
  );
}
