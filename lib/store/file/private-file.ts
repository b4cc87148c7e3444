import { chmod, constants, lstat, mkdir, open, type FileHandle } from 'node:fs/promises';
import { StoreFailedError } from '../store.errors.js';

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants; // the first two are undefined, and count as 0, on Windows
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
const OF_OTHERS = 0o077;

/**
 * Opens a regular file, and creates it with access for its owner only. Symbolic links are not followed, and opening a
 * FIFO does not block. If other users have access to a file of this user, for example after a restore from a backup,
 * their access is revoked.
 *
 * @param flags flags of `open`, such as `constants.O_RDONLY`
 */
export async function openPrivate(path: string, flags: number): Promise<FileHandle> {
  const file = await open(path, flags | O_NOFOLLOW | O_NONBLOCK, PRIVATE_FILE);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error('it is not a regular file');
    if (isOpenToOthers(stats)) await file.chmod(PRIVATE_FILE);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Reads a file that is opened with {@link openPrivate}. */
export async function readPrivate(path: string): Promise<string> {
  const file = await openPrivate(path, O_RDONLY);
  try {
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/**
 * Creates a folder if it is missing, and revokes the access of other users to an existing folder of this user.
 *
 * @param store the store's name, for errors
 * @throws {StoreFailedError} (`STORE_FAILED`) when it is a symbolic link, which anyone with write access to its parent
 *   folder could replace
 */
export async function preparePrivateFolder(store: string, path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: PRIVATE_FOLDER });
  const stats = await lstat(path);
  if (stats.isSymbolicLink()) {
    throw new StoreFailedError(
      store,
      `${path} is a symbolic link, which is not followed. Give the path of the folder.`,
    );
  }
  if (isOpenToOthers(stats)) await chmod(path, PRIVATE_FOLDER);
}

/**
 * Whether others may access a file of this user. It is `false` for a file of another user, such as a volume of the
 * platform.
 */
function isOpenToOthers({ mode, uid }: { readonly mode: number; readonly uid: number }): boolean {
  return (mode & OF_OTHERS) !== 0 && uid === process.getuid?.();
}
