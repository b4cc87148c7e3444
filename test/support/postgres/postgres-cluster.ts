import { execFile } from 'node:child_process';
import { chown, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Certificate } from '../certificate.js';
import { databaseDirectory, databaseUser, type DatabaseUser } from './database-user.js';

/** The superuser of every server, who needs no password. */
export const SUPERUSER = 'shop';

/** Everybody else needs one. */
const ACCESS = [
  `host all ${SUPERUSER} 127.0.0.1/32 trust`,
  `host replication ${SUPERUSER} 127.0.0.1/32 trust`,
  'host all all 127.0.0.1/32 scram-sha-256',
];

/** The files of one server: the programs of PostgreSQL, and a folder with its data. */
export class PostgresCluster {
  /** Options of child processes, which run as the owner of the files. */
  readonly options: Partial<DatabaseUser> & { readonly cwd: string };

  private constructor(
    readonly programs: string,
    readonly data: string,
    readonly remove: () => Promise<void>,
    options: Partial<DatabaseUser> & { readonly cwd: string },
  ) {
    this.options = options;
  }

  /** Creates empty databases. */
  static async create(programs: string): Promise<PostgresCluster> {
    const cluster = await PostgresCluster.#at(programs);
    const layout = ['-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
    await cluster.#run('initdb', ['-D', cluster.data, ...layout]);
    await writeFile(join(cluster.data, 'pg_hba.conf'), `${ACCESS.join('\n')}\n`);
    return cluster;
  }

  /** Copies the databases of a running server, which the copy follows when it is started. */
  static async copy(programs: string, port: number): Promise<PostgresCluster> {
    const cluster = await PostgresCluster.#at(programs);
    const source = ['-h', '127.0.0.1', '-p', `${port}`, '-U', SUPERUSER, '--write-recovery-conf', '--no-sync'];
    await cluster.#run('pg_basebackup', ['-D', cluster.data, '-X', 'stream', '-c', 'fast', ...source]);
    return cluster;
  }

  /** Puts a certificate where the server finds it: the settings `ssl_cert_file` and `ssl_key_file` have these names. */
  async install({ certificatePath, keyPath }: Certificate): Promise<void> {
    const { uid, gid } = this.options;
    for (const [from, name] of [
      [certificatePath, 'server.crt'],
      [keyPath, 'server.key'],
    ] as const) {
      const to = join(this.data, name);
      await copyFile(from, to);
      if (uid !== undefined && gid !== undefined) await chown(to, uid, gid);
    }
  }

  static async #at(programs: string): Promise<PostgresCluster> {
    const user = databaseUser();
    const { path, remove } = await databaseDirectory(user);
    return new PostgresCluster(programs, join(path, 'data'), remove, { ...user, cwd: path });
  }

  async #run(program: string, args: readonly string[]): Promise<void> {
    try {
      await promisify(execFile)(join(this.programs, program), args, this.options);
    } catch (error) {
      await this.remove();
      throw error;
    }
  }
}
