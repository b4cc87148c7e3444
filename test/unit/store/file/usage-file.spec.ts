import { mkdir, readFile, rmdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FileStore } from '../../../../lib/store/file/file.store.js';
import type { FlagUsageDelta } from '../../../../lib/store/usage/flag-usage.js';
import { temporaryDirectory } from '../../../support/temporary-directory.js';

const day = '2026-03-01T00:00:00.000Z';
const delta: FlagUsageDelta = {
  instance: 'one',
  sequence: 1,
  since: day,
  until: day,
  flags: [{ key: 'search', answers: [{ enabled: true, count: 3 }] }],
};

describe('The usage file of a FileStore', () => {
  let folder: string;
  let removeFolder: () => Promise<void>;
  let store: FileStore;
  const file = () => join(folder, 'usage.json');

  beforeEach(async () => {
    const { path, remove } = await temporaryDirectory();
    removeFolder = remove;
    folder = join(path, 'flags');
    store = new FileStore(folder, { name: 'files' });
  });

  afterEach(async () => {
    await store.close();
    await removeFolder();
  });

  it('contains the report, for its owner only', async () => {
    await store.addUsage(delta);
    expect(JSON.parse(await readFile(file(), 'utf8'))).toStrictEqual(await store.readUsage());
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  it('does not exist before usage is added', async () => {
    await expect(store.readUsage()).resolves.toBeUndefined();
    await expect(stat(file())).rejects.toThrow('ENOENT');
  });

  it.each([
    ['{"since":', 'a truncated file'],
    ['{"since":"2026-03-01T00:00:00.000Z"}', 'a file without its flags'],
    [JSON.stringify({ since: day, until: day, instances: -1, flags: [] }), 'an impossible number'],
  ])('names itself and the remedy if it is damaged: %s', async (text) => {
    await mkdir(folder, { recursive: true });
    await writeFile(file(), text);
    const expected = {
      code: 'STORE_FAILED',
      message: expect.stringContaining(`${file()} is not a usage report. Restore it from a backup, or remove it`),
    };
    await expect(store.readUsage()).rejects.toMatchObject(expected);
    await expect(store.addUsage(delta)).rejects.toMatchObject(expected);
    await expect(readFile(file(), 'utf8')).resolves.toBe(text);
  });

  it('is never read or replaced through a symbolic link', async () => {
    await mkdir(folder, { recursive: true });
    const target = join(folder, '..', 'report.json');
    await writeFile(target, '{}');
    await symlink(target, file());
    const expected = { code: 'STORE_FAILED', message: expect.stringContaining(`${file()} is a symbolic link`) };
    await expect(store.readUsage()).rejects.toMatchObject(expected);
    await expect(store.addUsage(delta)).rejects.toMatchObject(expected);
    await expect(readFile(target, 'utf8')).resolves.toBe('{}');
  });

  it('does not count a delta twice that could not be written and is added again', async () => {
    await store.addUsage({ ...delta, instance: 'two' });
    await mkdir(`${file()}.tmp`); // so that the file cannot be replaced
    await expect(store.addUsage(delta)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await rmdir(`${file()}.tmp`);
    await store.addUsage(delta);
    expect((await store.readUsage())?.flags[0]?.answers[0]?.count).toBe(6);
  });
});
