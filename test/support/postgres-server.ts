import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Pool, type QueryResultRow } from 'pg';
import type { Certificate } from './certificate.js';
import { freePort } from './free-port.js';
import { PostgresCluster, SUPERUSER } from './postgres/postgres-cluster.js';
import { killTree, pauseTree, resumeTree } from './process-tree.js';

/** Settings of the server, by name, such as `{ synchronous_commit: 'off' }`. */
export type PostgresSettings = Readonly<Record<string, string | number>>;

export interface PostgresAddress {
  /** @default the superuser, who needs no password */
  readonly user?: string;
  readonly password?: string;
  /** @default 'postgres' */
  readonly database?: string;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** The port of a proxy or pooler in front of the server. @default its own */
  readonly port?: number;
}

const START_MS = 30_000;

/** Where Debian installs the programs of the server, which are not in the PATH. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder of the newest installed server; `undefined` if there is none. */
export function postgresFolder(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
}

/** A real PostgreSQL with empty databases, on a port and in a folder of its own. */
export class PostgresServer {
  readonly #cluster: PostgresCluster;
  readonly #settings: PostgresSettings;
  readonly #pools: Pool[] = [];
  readonly #admin: Pool;
  #child: ChildProcess;

  private constructor(
    cluster: PostgresCluster,
    readonly port: number,
    settings: PostgresSettings,
  ) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#admin = this.pool();
    this.#child = this.#spawn();
  }

  /**
   * Resolves once the server accepts queries. It does not wait for its disk unless the setting `fsync` is `on`: data
   * survives its processes even so.
   *
   * @param folder of its programs; see {@link postgresFolder}
   * @param certificate for connections with TLS, which are optional then
   */
  static async start(
    folder: string,
    settings: PostgresSettings = {},
    certificate?: Certificate,
  ): Promise<PostgresServer> {
    const cluster = await PostgresCluster.create(folder);
    if (certificate !== undefined) await cluster.install(certificate);
    return await PostgresServer.#run(cluster, certificate === undefined ? settings : { ...settings, ssl: 'on' });
  }

  /** A URL of a database of this server. */
  url(address: PostgresAddress = {}): string {
    const { user = SUPERUSER, password, host = '127.0.0.1', port = this.port, database = 'postgres' } = address;
    const login = [user, ...(password === undefined ? [] : [password])].map(encodeURIComponent).join(':');
    return `postgres://${login}@${host}:${port}/${encodeURIComponent(database)}`;
  }

  /** A new pool of connections, which is closed with the server. */
  pool(address: PostgresAddress = {}): Pool {
    const pool = new Pool({ connectionString: this.url(address) });
    pool.on('error', () => {}); // of a connection that the server ends when it stops
    this.#pools.push(pool);
    return pool;
  }

  /** Runs a statement as the superuser. */
  async query<R extends QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.#admin.query<R>(text, values)).rows;
  }

  /**
   * Creates an empty database.
   *
   * @param options such as `TEMPLATE template0 ENCODING 'LATIN1'`
   * @returns its name
   */
  async createDatabase(options = ''): Promise<string> {
    const name = `shop_${randomUUID()}`;
    await this.query(`CREATE DATABASE "${name}" ${options}`);
    return name;
  }

  /** Creates a user without any rights but the login. @returns the name and a password */
  async createUser(name = `app_${randomUUID()}`): Promise<{ readonly user: string; readonly password: string }> {
    const password = randomUUID();
    await this.query(`CREATE ROLE "${name}" LOGIN PASSWORD '${password}'`);
    return { user: name, password };
  }

  /** Changes settings for new sessions, and those of the running server that need no restart. */
  async set(settings: PostgresSettings): Promise<void> {
    for (const [name, value] of Object.entries(settings)) await this.query(`ALTER SYSTEM SET ${name} = '${value}'`);
    await this.query('SELECT pg_reload_conf()');
  }

  /** Ends all of its processes immediately, as a crash of the machine does. */
  async kill(): Promise<void> {
    if (this.#child.pid === undefined || this.#hasEnded) return;
    const exit = once(this.#child, 'exit');
    await killTree(this.#child.pid);
    await exit;
  }

  /** Ends all sessions and then the server, as an operator does. */
  async shutDown(): Promise<void> {
    if (this.#hasEnded) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    await exit;
  }

  /** Starts it again on the same port, with everything that it has stored. A server that is running is killed first. */
  async restart(): Promise<void> {
    await this.kill();
    this.#child = this.#spawn();
    await this.#answers();
  }

  /** Lets it hang: it keeps its connections and answers nobody. */
  async pause(): Promise<void> {
    if (this.#child.pid !== undefined) await pauseTree(this.#child.pid);
  }

  async resume(): Promise<void> {
    if (this.#child.pid !== undefined && !this.#hasEnded) await resumeTree(this.#child.pid);
  }

  /**
   * Starts another server that follows this one, and accepts no writes until it is promoted.
   *
   * @param settings those that differ from this server's
   */
  async standby(settings: PostgresSettings = {}): Promise<PostgresServer> {
    const copy = await PostgresCluster.copy(this.#cluster.programs, this.port);
    return await PostgresServer.#run(copy, { ...this.#settings, ...settings });
  }

  /** Lets a standby accept writes; it no longer follows the other server. */
  async promote(): Promise<void> {
    await this.query('SELECT pg_promote(true)');
  }

  async stop(): Promise<void> {
    await this.resume();
    await Promise.all(this.#pools.map((pool) => pool.end()));
    await this.shutDown();
    await this.#cluster.remove();
  }

  static async #run(cluster: PostgresCluster, settings: PostgresSettings): Promise<PostgresServer> {
    const server = new PostgresServer(cluster, await freePort(), settings);
    await server.#answers();
    return server;
  }

  #spawn(): ChildProcess {
    const own = { listen_addresses: '127.0.0.1', port: this.port, unix_socket_directories: '' };
    const settings = Object.entries({ fsync: 'off', ...this.#settings, ...own });
    const child = spawn(
      join(this.#cluster.programs, 'postgres'),
      ['-D', this.#cluster.data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { ...this.#cluster.options, stdio: 'ignore' },
    );
    const orphaned = () => {
      child.kill('SIGQUIT');
      child.kill('SIGCONT');
    };
    process.once('exit', orphaned);
    child.once('exit', () => process.off('exit', orphaned));
    return child;
  }

  async #answers(): Promise<void> {
    const deadline = Date.now() + START_MS;
    for (;;) {
      const error = await this.#failure();
      if (error === undefined) return;
      if (this.#hasEnded || Date.now() > deadline) {
        await this.stop();
        throw new Error(`PostgreSQL did not start on port ${this.port}`, { cause: error });
      }
      await delay(20);
    }
  }

  /** Why a new session cannot query. */
  async #failure(): Promise<unknown> {
    const client = new Client({ connectionString: this.url() });
    client.on('error', () => {}); // reported by the call that fails
    try {
      await client.connect();
      await client.query('SELECT');
      return undefined;
    } catch (error) {
      return error;
    } finally {
      await client.end().catch(() => {}); // it was never connected
    }
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
