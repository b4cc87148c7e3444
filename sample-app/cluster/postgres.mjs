import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migratePostgres } from 'nestjs-feature-flags/postgres';

const USER = 'shop';
const START_MS = 10_000;

/** Where Debian installs the programs of the server, which are not in the PATH. */
const DEBIAN = '/usr/lib/postgresql';

/** The installed PostgreSQL. */
export const postgres = {
  name: 'Postgres',
  variable: 'DATABASE_URL',
  manual: 'docs/guide/postgres.md',
  hint: 'PostgreSQL is not installed: install it, or set DATABASE_URL to a running server.',

  urlOf(port) {
    return `postgres://${USER}@127.0.0.1:${port}/postgres`;
  },

  programOf(port, folder) {
    const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
    const args = ['-D', join(folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])];
    return { command: pathOf('postgres'), args, options: ownerOf(folder), signal: 'SIGINT' }; // without waiting for clients
  },

  async createFiles(folder) {
    const owner = ownerOf(folder);
    if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
    const layout = ['-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-locale'];
    execFileSync(pathOf('initdb'), ['-D', join(folder, 'data'), ...layout], { ...owner, stdio: 'ignore' });
  },

  /** A server that has just started listens before it accepts statements. */
  async createTables(url) {
    for (const deadline = Date.now() + START_MS; ; await delay(100)) {
      try {
        return await migratePostgres(url);
      } catch (error) {
        if (error.code !== 'STORE_UNAVAILABLE' || Date.now() > deadline) throw error;
      }
    }
  },
};

function pathOf(program) {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const paths = versions.map((version) => join(DEBIAN, version, 'bin', program));
  return paths.find((path) => existsSync(path)) ?? program;
}

/** The server refuses to run as root; then it runs as the user that its package creates. */
function ownerOf(folder) {
  if (process.getuid?.() !== 0) return { cwd: folder };
  return { cwd: folder, uid: idOfPostgres('-u'), gid: idOfPostgres('-g') };
}

function idOfPostgres(option) {
  return Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
}
