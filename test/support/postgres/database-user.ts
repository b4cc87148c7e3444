import { execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { temporaryDirectory } from '../temporary-directory.js';

/** The user that database programs run as. */
export interface DatabaseUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL and pgbouncer refuse to run as root; then they run as the user that Debian's package creates. `undefined`
 * for everybody else: they run as the current user.
 */
export function databaseUser(): DatabaseUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: idOfPostgres('-u'), gid: idOfPostgres('-g') };
}

/** A temporary folder that belongs to this user. */
export async function databaseDirectory(user: DatabaseUser | undefined) {
  const directory = await temporaryDirectory();
  if (user !== undefined) chownSync(directory.path, user.uid, user.gid);
  return directory;
}

function idOfPostgres(option: '-u' | '-g'): number {
  return Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
}
