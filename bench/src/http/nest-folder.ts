import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, cp, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const BENCH = new URL('../../', import.meta.url);

/** Where one Nest is installed, and the servers that run on it. */
export class NestFolder {
  readonly #url: URL;

  constructor(readonly nest: 11 | 12) {
    this.#url = new URL(`nest-${nest}/`, BENCH);
  }

  /** The file that a server is started with. */
  get main(): string {
    return this.#path('dist/main.js');
  }

  /** npm's `node` package brings the executable. */
  get node24(): string {
    return this.#path('node_modules/node/bin/node');
  }

  /** The version that is installed. */
  async versionOf(name: string): Promise<string> {
    const manifest: unknown = JSON.parse(await readFile(this.#path(`node_modules/${name}/package.json`), 'utf8'));
    return (manifest as { readonly version: string }).version;
  }

  /** Compiles the servers here: a module resolves its packages from where it lies. */
  async prepare(): Promise<void> {
    await access(this.#path('node_modules/nestjs-feature-flags')).catch((cause: unknown) => {
      const todo = 'Start the benchmark with "npm run bench", which installs it.';
      throw new Error(`The library is not installed in bench/nest-${this.nest}. ${todo}`, { cause });
    });
    for (const made of ['src', 'dist']) await rm(this.#path(made), { recursive: true, force: true });
    await cp(new URL('src/http/server', BENCH), this.#path('src'), { recursive: true });
    const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', BENCH));
    const compiler = spawn(process.execPath, [tsc, '-p', this.#path('.')], { stdio: 'inherit' });
    const [code] = await once(compiler, 'exit');
    if (code !== 0) throw new Error(`The servers do not compile with Nest ${this.nest}.`);
  }

  #path(path: string): string {
    return fileURLToPath(new URL(path, this.#url));
  }
}
