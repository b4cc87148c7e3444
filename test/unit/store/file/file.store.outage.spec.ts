import { mkdir, readdir, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';
import { ALL, added, copyKilled, fileMethods, fileStores } from '../file-stores.js';
import { at, entries, singleEntries } from '../shop-entries.js';

const { path, open } = fileStores();
const log = () => readFile(path('flags/audit.jsonl'), 'utf8');

afterEach(() => void jest.restoreAllMocks());

describe('A disk that fails', () => {
  it.each(['datasync', 'appendFile'] as const)(
    'in %s leaves nothing of the append, which is announced to nobody',
    async (method) => {
      const one = open();
      await added(one, 1, 1);
      const told: unknown[] = [];
      one.watch({
        changed: (list) => void told.push(list),
        announced: () => {},
        lost: () => {},
        unannounced: () => {},
        resumed: () => {},
      });
      const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      jest.spyOn(await fileMethods(path('any')), method).mockRejectedValueOnce(full);
      await expect(added(one, 2, 3, { reason: 'lost' })).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringMatching(
          /"file-store:flags".*flags\/audit\.jsonl cannot be written: ENOSPC.*free space on its disk/,
        ),
        cause: full,
      });
      expect(told).toStrictEqual([]);
      expect(await one.query(ALL)).toEqual(entries(1, 1));
      expect((await one.read()).position).toEqual(at(1));
      await copyKilled(path('flags'), path('killed'));
      expect((await open('killed').read()).position).toEqual(at(1));
    },
  );

  it('in the middle of an append writes the next one in its place', async () => {
    const one = open();
    await added(one, 1, 1);
    const methods = await fileMethods(path('any'));
    jest.spyOn(methods, 'appendFile').mockImplementationOnce(async function (this: FileHandle, data) {
      await this.write(Buffer.from(data as Uint8Array).subarray(0, 50));
      throw new Error('ENOSPC');
    });
    jest.spyOn(methods, 'truncate').mockRejectedValueOnce(new Error('EIO')); // and cannot be put back at once
    await expect(added(one, 2, 3, { reason: 'lost' })).rejects.toThrow('ENOSPC');
    expect((await one.read()).position).toEqual(at(1));
    expect(await added(one, 2, 2, { reason: 'kept' })).toBe(true);
    expect(
      (await log())
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as AuditEntry).reason),
    ).toEqual(['ümlaut 🛒', 'kept']);
  });

  it('when a checkpoint is written loses nothing', async () => {
    const one = open();
    await added(one, 1, 1);
    await mkdir(path('flags/state.json.tmp')); // nothing can be written there
    await one.close();
    expect((await readdir(path('flags'))).toSorted()).toEqual(['audit.jsonl', 'head.json', 'state.json.tmp']);
    await rm(path('flags/state.json.tmp'), { recursive: true });
    expect((await open().read()).position).toEqual(at(1));
  });

  it('at the start can be retried', async () => {
    await writeFile(path('flags'), 'a file where the folder should be');
    const one = open();
    await expect(one.read()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/flags cannot be locked.*Check the folder, its permissions/),
    });
    expect(await readFile(path('flags'), 'utf8')).toBe('a file where the folder should be');
    await rm(path('flags'));
    expect((await one.read()).position).toEqual(at(0));
  });

  it('with a folder where a file should be is reported as such', async () => {
    await mkdir(path('flags/audit.jsonl'), { recursive: true });
    await expect(open().read()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('is used again after it was unavailable for a while', async () => {
    const one = open();
    await added(one, 1, 1);
    await rename(path('flags'), path('away'));
    await expect(one.read()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(added(one, 2, 2)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(one.query(ALL)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await rename(path('away'), path('flags'));
    expect(await added(one, 2, 2)).toBe(true);
    expect(await one.query(ALL)).toEqual(singleEntries(1, 2));
  });
});
