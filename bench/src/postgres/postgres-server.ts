import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../measure/free-port.js';

/** Where Debian installs the programs of the server, which are not in the PATH. */
const DEBIAN = '/usr/lib/postgresql';

/** A PostgreSQL of its own with the usual settings, which writes each commit to the disk. */
export class PostgresServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.#folder = folder;
    this.url = `postgres://shop@127.0.0.1:${port}/postgres`;
  }

  /** @returns `undefined` where there is no PostgreSQL */
  static async start(): Promise<PostgresServer | undefined> {
    const programs = programFolder();
    if (programs === undefined) return undefined;
    const folder = await mkdtemp(join(tmpdir(), 'feature-flags-postgres-'));
    const user = databaseUser();
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    const options = { ...user, cwd: folder };
    const data = join(folder, 'data');
    const layout = ['-D', data, '-U', 'shop', '-A', 'trust', '-E', 'UTF8', '--no-locale'];
    await promisify(execFile)(join(programs, 'initdb'), layout, options);
    const port = await freePort();
    const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
    const child = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((each) => ['-c', each])], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    process.once('exit', () => child.kill('SIGQUIT'));
    const server = new PostgresServer(child, folder, port);
    await isReady(child);
    return server;
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    if (this.#child.kill('SIGINT')) await gone;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function programFolder(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
}

/** The server refuses to run as root; then it runs as the user that its package creates. */
function databaseUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: idOfPostgres('-u'), gid: idOfPostgres('-g') };
}

function idOfPostgres(option: '-u' | '-g'): number {
  return Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
}

async function isReady(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`postgres has exited with code ${code}.`)));
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.includes('ready to accept connections')) resolve();
    });
  });
}
