// Builds the projects of nest-cli.json, and the page of the sample app, whose output is missing or older than the sources.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const nest = join(dirname(require.resolve('@nestjs/cli/package.json')), 'bin', 'nest.js');

const projects = [
  {
    sources: ['lib', 'package.json', 'tsconfig.json', 'scripts/build-lib.mjs', 'scripts/write-json-schema.mjs'],
    outputs: ['dist/index.js', 'dist/cjs/index.js', 'dist/flags.schema.json', 'dist/cjs/package.json'],
    steps: [['scripts/build-lib.mjs']],
  },
  {
    sources: ['sample-app/src', 'dist/index.js'],
    outputs: ['sample-app/dist/main.js'],
    steps: [[nest, 'build', 'sample-app']],
  },
  {
    sources: ['src', 'styles', 'index.html', 'icon.svg', 'build.mjs'].map((name) => `sample-app/page/${name}`),
    outputs: ['index.html', 'page.js', 'page.css'].map((name) => `sample-app/page/dist/${name}`),
    steps: [['sample-app/page/build.mjs']],
  },
];

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** When the oldest of the files was written; in 1970 when one is missing. */
function oldest(files) {
  return Math.min(...files.map((file) => (existsSync(file) ? statSync(file).mtimeMs : 0)));
}

for (const { sources, outputs, steps } of projects) {
  const built = oldest(outputs.map((output) => join(root, output)));
  if (sources.every((source) => newest(join(root, source)) <= built)) continue;
  for (const step of steps) {
    const { status } = spawnSync(process.execPath, step, { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
}
