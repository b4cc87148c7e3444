import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file atomically: a reader sees either the old text or the new one. The new text and the rename are flushed
 * to the disk. A missing folder is not created again, because the original one may become available again.
 *
 * `write-file-atomic` 7.0 is not used: it left 15 temporary files behind when it was killed 20 times while it wrote.
 * Here there is only one, always `PATH.tmp`, and the next write replaces it.
 *
 * @param temporary another path in the same folder, for a file with several writers. @default PATH.tmp
 */
export async function writeFileAtomically(path: string, text: string, temporary = `${path}.tmp`): Promise<void> {
  await rm(temporary, { force: true });
  const file = await open(temporary, 'wx', 0o600); // a symbolic link at this path is not followed
  try {
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}); // a full disk needs the space
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** Removes the temporary file of a write that a crash interrupted. */
export async function removeUnfinished(path: string): Promise<void> {
  await rm(`${path}.tmp`, { force: true });
}

/**
 * Flushes the names in a folder to the disk. Otherwise, a power failure may remove a new file, even if its content was
 * flushed.
 */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return; // directories cannot be opened there; NTFS logs renames itself
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
