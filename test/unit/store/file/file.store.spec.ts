import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';
import { FileStore } from '../../../../lib/store/file/file.store.js';
import { ALL, added, copyKilled, fileStores } from '../file-stores.js';
import { at, entries, override, versions } from '../shop-entries.js';

const { path, open } = fileStores();
const log = () => readFile(path('flags/audit.jsonl'), 'utf8');

describe('The store in a folder', () => {
  it('has a name that can be changed', () => {
    expect(new FileStore('/var/lib/shop/flags').name).toBe('file-store:flags');
    expect(new FileStore('flags', { name: 'shop' }).name).toBe('shop');
  });

  it.each(['', undefined, 7])('rejects the folder %p, because it would be the working directory', (folder) => {
    expect(() => new FileStore(folder as string)).toThrow('The folder of FileStore must be a path');
  });

  it.each([0, 1.5, Number.NaN])('is not created for %p units, and says why', (maxUnits) => {
    expect(() => new FileStore('flags', { maxUnits })).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringContaining('Option "maxUnits" of FileStore must be a whole number of at least 1'),
      }),
    );
  });

  it('creates nothing before its first call', async () => {
    await open().close();
    expect(await readdir(path('.'))).toStrictEqual([]);
  });

  it('creates files that only their owner can read, in a folder that need not exist', async () => {
    const one = open('deep/er/flags');
    await added(one, 1, 1);
    await one.writeSticky([{ unit: 'userId:ada', flag: 'theme', assignment: { variant: 'plain', version: 1 } }]);
    await one.close();
    const names = await readdir(path('deep/er/flags'));
    expect(names.toSorted()).toEqual(['audit.jsonl', 'head.json', 'state.json', 'sticky.jsonl']);
    for (const name of names) expect((await stat(path(`deep/er/flags/${name}`))).mode & 0o777).toBe(0o600);
  });

  it('has one line of JSON for each entry, and only grows', async () => {
    const one = open();
    await added(one, 1, 1, { reason: 'two\nlines' });
    const text = await log();
    await added(one, 2, 4);
    expect((await log()).startsWith(text)).toBe(true);
    const lines = (await log()).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as AuditEntry).version)).toEqual([1, 2, 3, 4]);
  });

  it('restores everything, even without a checkpoint', async () => {
    const one = open();
    await added(one, 1, 3);
    await added(one, 4, 4, {
      action: 'override_cleared',
      key: 'promotion_2',
      before: override('promotion_2'),
      after: null,
    });
    const content = await one.read();
    await one.close();
    const two = open();
    expect(await two.read()).toEqual(content);
    await two.close();
    await rm(path('flags/state.json'));
    expect(await open().read()).toEqual(content);
    expect(content.position).toEqual(at(4));
    expect(content.documents.map(({ id }) => id)).toEqual(['promotion_1', 'promotion_3']);
  });

  it('restores the data of a process that never closed it', async () => {
    await added(open(), 1, 3);
    await copyKilled(path('flags'), path('killed'));
    const next = open('killed');
    expect((await next.read()).documents).toHaveLength(3);
    expect(await next.query(ALL)).toEqual(entries(1, 3));
  });

  it('returns nothing that can be altered, before and after a restart', async () => {
    const one = open();
    await added(one, 1, 1);
    await one.close();
    const next = open();
    const { position, documents } = await next.read();
    const [entry] = await next.query(ALL);
    const shown = [position, documents[0], documents[0]?.value, entry, entry?.after];
    expect(shown.map((each) => Object.isFrozen(each))).toEqual([true, true, true, true, true]);
  });

  it('answers many calls at once, each with a consistent state', async () => {
    const one = open();
    const [, ...pages] = await Promise.all([
      (async () => {
        for (let i = 1; i <= 50; i++) await added(one, i, i);
      })(),
      ...Array.from({ length: 20 }, () => one.query({ order: 'newest_first', limit: 100 })),
    ]);
    for (const page of pages) expect(versions(page)).toEqual(page.map((_, i) => page.length - i));
    expect(await one.query(ALL)).toHaveLength(50);
  });

  it('lists what is requested, however long its log is', async () => {
    const one = open();
    await added(one, 1, 2500);
    expect(versions(await one.query({ order: 'newest_first', limit: 3 }))).toEqual([2500, 2499, 2498]);
    expect(versions(await one.query({ order: 'oldest_first', limit: 2, after: 1000, actor: 'ann' }))).toEqual([
      1002, 1004,
    ]);
    expect(await one.query({ order: 'newest_first', limit: 2, key: 'theme' })).toStrictEqual([]);
  });

  it('accepts no calls once it is closed, and names the remedy', async () => {
    const one = open();
    await added(one, 1, 1);
    await one.close();
    const refused = { code: 'STORE_UNAVAILABLE', message: expect.stringContaining('closed. Create a new FileStore') };
    await expect(added(one, 2, 2)).rejects.toMatchObject(refused);
    await expect(one.read()).rejects.toMatchObject(refused);
    await expect(one.query(ALL)).rejects.toMatchObject(refused);
  });

  it('finishes what it has begun when it is closed', async () => {
    const one = open();
    const adding = added(one, 1, 1);
    await one.close();
    expect(await adding).toBe(true);
    expect((await open().read()).position).toEqual(at(1));
  });
});
