// Runs the benchmark: installs what it needs, the library as its packed tarball, compiles, and starts what measures.
// Usage: npm run bench -- [--only evaluate|memory|many|redis|postgres|http] [--check] [--quick] [--report]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = dirname(fileURLToPath(import.meta.url));
const root = dirname(bench);
const args = process.argv.slice(2);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const QUIET = ['--loglevel', 'error', '--no-audit', '--no-fund'];

const temp = mkdtempSync(join(realpathSync(tmpdir()), 'feature-flags-bench-'));
process.on('exit', () => rmSync(temp, { recursive: true, force: true, maxRetries: 5 }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

build();
const tarball = pack();
for (const folder of foldersFor(args)) install(folder, tarball);
compile();
measure();
format();

/** The folders whose packages are needed: the HTTP suite serves with a Nest of its own in each. */
function foldersFor(given) {
  const isWithout = given.includes('--report') || (given.includes('--only') && !given.includes('http'));
  return isWithout
    ? [bench]
    : [bench, join(bench, 'nest-11'), join(bench, 'nest-12')].filter((each) => existsSync(each));
}

function build() {
  run(
    process.execPath,
    ['scripts/build-outdated.mjs'],
    root,
    'Fix what the compiler reports in lib, then run it again.',
  );
}

/** @returns the path of the library's tarball */
function pack() {
  const packed = ['pack', '--ignore-scripts', ...QUIET, '--pack-destination', temp];
  run(npm, packed, root, 'Run "npm ci" in the root of the repository first.');
  const file = readdirSync(temp).find((name) => name.endsWith('.tgz'));
  if (file === undefined) fail('"npm pack" created no tarball.', 'Run "npm pack" in the root to see why.');
  return join(temp, file);
}

/** Installs a folder's packages and the library into it, each only when it is another one than before. */
function install(folder, library) {
  const stampFile = join(folder, 'node_modules', '.bench-installed.json');
  const before = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
  const now = { lock: hashOf(join(folder, 'package-lock.json')), library: hashOf(library) };
  if (before.lock !== now.lock) {
    run(npm, ['ci', ...QUIET], folder, 'The registry must be reachable, and package-lock.json up to date.');
    before.library = undefined;
  }
  if (before.library !== now.library) {
    const installed = ['install', '--no-save', '--no-package-lock', ...QUIET, library];
    run(npm, installed, folder, `Delete ${join(folder, 'node_modules')} and run it again.`);
  }
  writeFileSync(stampFile, JSON.stringify(now));
}

function compile() {
  const tsc = join(bench, 'node_modules', 'typescript', 'bin', 'tsc');
  rmSync(join(bench, 'dist'), { recursive: true, force: true });
  run(process.execPath, [tsc, '-p', '.'], bench, 'Fix what the compiler reports in bench/src.');
}

function measure() {
  const main = ['--expose-gc', join('dist', 'main.js'), ...args];
  run(process.execPath, main, bench, 'See the messages above.', 'inherit');
}

/** What was written is formatted as everything else, so that the repository's check holds. */
function format() {
  const prettier = join(root, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
  const written = ['bench/RESULTS.md', 'bench/results/*.json', 'docs/guide/performance.md'];
  const formatting = ['--write', '--log-level', 'warn', '--no-error-on-unmatched-pattern', ...written];
  run(process.execPath, [prettier, ...formatting], root, 'Run "npm ci" in the root of the repository first.');
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** What it prints goes to the error stream, but for the report itself. */
function run(command, given, cwd, advice, stdout = 2) {
  const { status, error } = spawnSync(command, given, { cwd, stdio: ['ignore', stdout, 'inherit'] });
  if (error !== undefined) fail(`"${command}" cannot be started: ${error.message}`, advice);
  if (status !== 0) fail(`"${[command, ...given].join(' ')}" ended with ${status}.`, advice);
}

function fail(what, advice) {
  console.error(`bench: ${what} ${advice}`);
  process.exit(1);
}
