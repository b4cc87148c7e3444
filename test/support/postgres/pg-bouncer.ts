import { existsSync } from 'node:fs';
import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import { pathOfProgram } from '../program-path.js';
import { ServerProcess, type ServerCommand } from '../server-process.js';
import { databaseDirectory, databaseUser, type DatabaseUser } from './database-user.js';
import { SUPERUSER } from './postgres-cluster.js';

export interface PgBouncerOptions {
  /** @default 'transaction' */
  readonly mode?: 'session' | 'transaction' | 'statement';
  /** How many connections to the server each user and database has. @default 5 */
  readonly poolSize?: number;
  /** The passwords of users other than the superuser, by name. */
  readonly passwords?: Readonly<Record<string, string>>;
}

/** Where Debian installs it, which is not in everybody's PATH. */
const DEBIAN = '/usr/sbin/pgbouncer';

/** The path of the installed program; `undefined` if there is none. */
export function pathOfPgBouncer(): string | undefined {
  return pathOfProgram('pgbouncer') ?? (existsSync(DEBIAN) ? DEBIAN : undefined);
}

/** A real pgbouncer in front of a PostgreSQL server of this machine. It accepts the server's users without passwords. */
export class PgBouncer {
  readonly #process: ServerProcess;
  readonly #remove: () => Promise<void>;

  private constructor(process: ServerProcess, remove: () => Promise<void>) {
    this.#process = process;
    this.#remove = remove;
  }

  /**
   * Resolves once it accepts connections.
   *
   * @param serverPort the port of the server
   */
  static async start(serverPort: number, options: PgBouncerOptions = {}): Promise<PgBouncer> {
    const user = databaseUser();
    const [port, { path, remove }] = await Promise.all([freePort(), databaseDirectory(user)]);
    const configuration = join(path, 'pgbouncer.ini');
    const users = join(path, 'users.txt');
    const passwords = Object.entries({ [SUPERUSER]: '', ...options.passwords });
    await write(users, passwords.map(([name, password]) => `"${name}" "${password}"`).join('\n'), user);
    await write(configuration, configurationOf({ port, serverPort, users }, options), user);
    try {
      return new PgBouncer(await ServerProcess.start(commandOf(configuration, user), port), remove);
    } catch (error) {
      await remove();
      throw error;
    }
  }

  get port(): number {
    return this.#process.port;
  }

  /** As a crash does it. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  async restart(): Promise<void> {
    await this.#process.restart();
  }

  async stop(): Promise<void> {
    await this.#process.kill(); // at SIGTERM, some releases wait for their clients
    await this.#remove();
  }
}

interface Places {
  readonly port: number;
  readonly serverPort: number;
  readonly users: string;
}

function configurationOf(
  { port, serverPort, users }: Places,
  { mode = 'transaction', poolSize = 5 }: PgBouncerOptions,
) {
  return `
[databases]
* = host=127.0.0.1 port=${serverPort}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = ${mode}
default_pool_size = ${poolSize}
max_client_conn = 1000
server_login_retry = 1
`;
}

function commandOf(configuration: string, user: DatabaseUser | undefined): ServerCommand {
  return {
    command: pathOfPgBouncer() ?? 'pgbouncer',
    args: () => ['-q', configuration],
    user,
    greeting: { ask: '\0\0\0\b\0\u0002\0\0', answer: 'E' }, // version 2 of the protocol, which it rejects
  };
}

async function write(path: string, text: string, user: DatabaseUser | undefined): Promise<void> {
  await writeFile(path, `${text}\n`);
  if (user !== undefined) await chown(path, user.uid, user.gid);
}
