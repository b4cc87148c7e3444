import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '../../lib/store/file/file.store.js';
import { MemoryStore } from '../../lib/store/memory/memory.store.js';
import type { OpenStore } from '../../lib/testing/store-under-test.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

export const memoryStore: OpenStore = () => {
  const store = new MemoryStore();
  return { store, another: () => store };
};

export const fileStore: OpenStore = async () => {
  const { path, remove } = await temporaryDirectory();
  const folder = join(path, 'flags');
  const away = join(path, 'away');
  const store = new FileStore(folder);
  return {
    store,
    reopen: () => new FileStore(folder),
    break: async () => {
      await rename(folder, away).catch(() => {}); // does not exist yet
      await writeFile(folder, 'a file where the folder should be');
    },
    repair: async () => {
      await rm(folder);
      await rename(away, folder).catch(() => {});
    },
    close: remove,
  };
};
