import { copyFile, mkdir, open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import { FileStore, type FileStoreOptions } from '../../../lib/store/file/file.store.js';
import { tempFolder } from '../manager/temp-folder.js';
import { at, entries } from './shop-entries.js';

/** Stores in a folder of each test's own, which are closed when it ends. */
export function fileStores() {
  const opened: FileStore[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  });
  const path = tempFolder();
  return {
    path,
    /** @param folder @default 'flags' */
    open: (folder = 'flags', options?: FileStoreOptions): FileStore => {
      const store = new FileStore(path(folder), options);
      opened.push(store);
      return store;
    },
  };
}

/** The names of a store's files, in order, without those that are there only while it is open. */
export async function fileNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => !name.startsWith('lock.')).toSorted();
}

/** What every open file is made of, to let its methods fail. */
export async function fileMethods(path: string): Promise<FileHandle> {
  const handle = await open(path, 'w');
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

/** Makes another folder as a process would leave it that is killed now. */
export async function copyKilled(folder: string, copy: string): Promise<void> {
  await mkdir(copy);
  for (const name of await fileNames(folder)) await copyFile(join(folder, name), join(copy, name));
}

/** Adds the entries with the versions `from` to `to`, all by one append. */
export function added(store: FileStore, from: number, to: number, details?: Partial<AuditEntry>): Promise<boolean> {
  return store.append(entries(from, to, details), at(from - 1));
}

/** A query for the whole log. */
export const ALL = { order: 'oldest_first', limit: 10_000 } as const;
