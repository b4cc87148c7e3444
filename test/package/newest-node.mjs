import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, runOrThrow } from './child.mjs';

/** The newest release of an even major, as `node` on npm has it. */
export async function newestEvenNode(cwd) {
  const { stdout } = await npm(['view', 'node', 'versions', '--json'], { cwd, timeout: 60_000 });
  const versions = JSON.parse(stdout)
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version))
    .map((version) => version.split('.').map(Number))
    .filter(([major]) => major % 2 === 0)
    .toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return versions.at(-1).join('.');
}

/** Brings a release of Node from npm. @returns the path of its binary */
export async function installNode(version, temp) {
  const cwd = join(temp, 'node');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), '{ "private": true }\n');
  const flags = ['--no-save', '--no-audit', '--no-fund', '--prefer-offline'];
  await npm(['install', ...flags, '--ignore-scripts', `node@${version}`], { cwd, timeout: 180_000 });
  // The package's own install script, by hand: npm asks for approval of such scripts.
  await runOrThrow(process.execPath, ['installArchSpecificPackage'], {
    cwd: join(cwd, 'node_modules', 'node'),
    timeout: 180_000,
  });
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const binary = join(cwd, 'node_modules', 'node', 'bin', name);
  const { stdout } = await runOrThrow(binary, ['-p', 'process.version'], { cwd });
  if (stdout.trim() !== `v${version}`) throw new Error(`expected v${version}, got ${stdout.trim()}`);
  return binary;
}
