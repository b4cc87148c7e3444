// Builds the projects of nest-cli.json whose output is missing or older than their sources.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const nest = join(dirname(require.resolve('@nestjs/cli/package.json')), 'bin', 'nest.js');

const projects = [
  { name: 'lib', sources: ['lib', 'package.json', 'tsconfig.json', 'lib/tsconfig.json'], output: 'dist/index.js' },
  { name: 'sample-app', sources: ['sample-app/src', 'dist/index.js'], output: 'sample-app/dist/main.js' },
];

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

for (const { name, sources, output } of projects) {
  const built = join(root, output);
  const current = existsSync(built) && sources.every((source) => newest(join(root, source)) <= statSync(built).mtimeMs);
  if (current) continue;
  const { status } = spawnSync(process.execPath, [nest, 'build', name], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
