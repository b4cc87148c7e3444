import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from './bare-imports.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const NAME = 'nestjs-feature-flags';

/** A project with the built package, its dependencies and the given packages with theirs, and nothing else. */
export class MinimalProject {
  readonly #folder: string;

  constructor(packages: readonly string[]) {
    this.#folder = mkdtempSync(join(tmpdir(), 'flags-minimal-'));
    const own = join(this.#folder, 'node_modules', NAME);
    mkdirSync(own, { recursive: true });
    for (const name of ['dist', 'package.json']) symlinkSync(join(root, name), join(own, name));
    const dependencies = Object.keys(manifestIn(root).dependencies ?? {});
    for (const name of withDependencies([...dependencies, ...packages])) this.#link(name);
  }

  has(name: string): boolean {
    return existsSync(join(this.#folder, 'node_modules', name));
  }

  /** Uninstalls a package, and leaves what was installed for it. */
  remove(name: string): void {
    rmSync(join(this.#folder, 'node_modules', name));
  }

  /** Runs Node. Links are followed by their own path, so that nothing is found in the node_modules of this checkout. */
  run(...args: readonly string[]): string {
    return execFileSync(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', ...args], {
      cwd: this.#folder,
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: 60_000,
    });
  }

  /** The names that an entry point exports. */
  loadByImport(entry: string): string[] {
    return namesIn(this.run('--input-type=module', '-e', `const found = await import('${idOf(entry)}');${PRINT}`));
  }

  /** The names that an entry point exports to CommonJS. */
  loadByRequire(entry: string): string[] {
    return namesIn(this.run('-e', `const found = require('${idOf(entry)}');${PRINT}`));
  }

  delete(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #link(name: string): void {
    const path = join(this.#folder, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), path);
  }
}

const PRINT = 'process.stdout.write(JSON.stringify(Object.keys(found)))';

function idOf(entry: string): string {
  return `${NAME}${entry.slice(1)}`;
}

function namesIn(text: string): string[] {
  return JSON.parse(text) as string[];
}

/** The packages and everything that npm installs with them, as far as it is in the top folder of this checkout. */
function withDependencies(packages: readonly string[]): Set<string> {
  const all = new Set<string>();
  const pending = [...packages];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const folder = join(root, 'node_modules', name);
    if (all.has(name) || !existsSync(folder)) continue;
    all.add(name);
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifestIn(folder);
    const peers = Object.keys(peerDependencies).filter((peer) => peerDependenciesMeta[peer]?.optional !== true);
    pending.push(...Object.keys(dependencies), ...peers);
  }
  return all;
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
