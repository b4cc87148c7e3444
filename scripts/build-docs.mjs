// Builds the manual as a site in docs/.vitepress/dist: installs its tools, writes the API reference, compiles the pages.
// Usage: npm run docs
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entryPoints } from './entry-points.mjs';

const docs = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

install();
rmSync(join(docs, 'api'), { recursive: true, force: true });
runTool('typescript/bin/tsc', '-p', '.', '--noEmit');
const sources = Object.values(entryPoints).flatMap((source) => ['--entryPoints', `../lib/${source}`]);
runTool('typedoc/bin/typedoc', '--logLevel', 'Warn', ...sources);
runTool('vitepress/bin/vitepress.js', 'build', '.');

/** Installs the tools unless those of the lock file are installed. */
function install() {
  const stamp = join(docs, 'node_modules', '.lock-hash');
  const lock = createHash('sha256')
    .update(readFileSync(join(docs, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  run(npm, 'ci', '--loglevel', 'error', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts');
  writeFileSync(stamp, lock);
}

function runTool(tool, ...args) {
  run(process.execPath, join('node_modules', tool), ...args);
}

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { cwd: docs, stdio: 'inherit' });
  if (error !== undefined) console.error(`"${command}" cannot be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
