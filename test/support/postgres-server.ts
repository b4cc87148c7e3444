import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import { freePort } from './free-port.js';
import { temporaryDirectory } from './temporary-directory.js';

const START_MS = 30_000;

/** Where Debian installs the programs of the server, which are not in the PATH. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder of the newest installed server; `undefined` if there is none. */
export function postgresFolder(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
}

/** A real PostgreSQL with an empty database, on a port and in a folder of its own. */
export class PostgresServer {
  readonly #child: ChildProcess;
  readonly #remove: () => Promise<void>;
  readonly #pools: Pool[] = [];
  readonly #port: number;

  private constructor(child: ChildProcess, port: number, remove: () => Promise<void>) {
    this.#child = child;
    this.#port = port;
    this.#remove = remove;
  }

  /** Resolves once the server accepts queries. */
  static async start(folder: string): Promise<PostgresServer> {
    const [directory, port] = await Promise.all([temporaryDirectory(), freePort()]);
    const owner = owningUser();
    if (owner !== undefined) chownSync(directory.path, owner.uid, owner.gid);
    const options = { ...owner, cwd: directory.path };
    const data = join(directory.path, 'data');
    const layout = ['-D', data, '-U', 'shop', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
    execFileSync(join(folder, 'initdb'), layout, { ...options, stdio: 'pipe' });
    const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'fsync=off'];
    const child = spawn(join(folder, 'postgres'), ['-D', data, ...settings.flatMap((each) => ['-c', each])], {
      ...options,
      stdio: 'ignore',
    });
    const orphaned = () => child.kill('SIGQUIT');
    process.once('exit', orphaned);
    child.once('exit', () => process.off('exit', orphaned));
    const server = new PostgresServer(child, port, directory.remove);
    await server.#answers();
    return server;
  }

  /** A new pool of connections, which is closed with the server. */
  pool(): Pool {
    const pool = new Pool({ host: '127.0.0.1', port: this.#port, user: 'shop', database: 'postgres' });
    pool.on('error', () => {}); // of a connection that the server ends when it stops
    this.#pools.push(pool);
    return pool;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.end()));
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exit = once(this.#child, 'exit');
      this.#child.kill('SIGINT'); // a fast shutdown, which ends all sessions
      await exit;
    }
    await this.#remove();
  }

  async #answers(): Promise<void> {
    const pool = this.pool();
    const deadline = Date.now() + START_MS;
    for (;;) {
      const error: unknown = await pool.query('SELECT').then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) return;
      if (this.#child.exitCode !== null || Date.now() > deadline) {
        await this.stop();
        throw new Error(`PostgreSQL did not start on port ${this.#port}`, { cause: error });
      }
      await delay(20);
    }
  }
}

/** The server refuses to run as root; then it runs as the user that its package creates. */
function owningUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: idOfPostgres('-u'), gid: idOfPostgres('-g') };
}

function idOfPostgres(option: '-u' | '-g'): number {
  return Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
}
