import { readdir, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { ALL, added, fileStores } from '../file-stores.js';
import { at, singleEntries } from '../shop-entries.js';

const { path, open } = fileStores();
const refused = {
  code: 'STORE_UNAVAILABLE',
  message: expect.stringMatching(/flags is in use by another FileStore of this process\. Share that one, or close it/),
};
const theme = { unit: 'userId:ada', flag: 'theme', assignment: { variant: 'plain', version: 1 } };

describe('A folder that a store has open', () => {
  it('is denied to every other store, whichever method is called', async () => {
    const one = open();
    await added(one, 1, 1);
    const other = open();
    await expect(other.read()).rejects.toMatchObject(refused);
    await expect(added(other, 2, 2)).rejects.toMatchObject(refused);
    await expect(other.query(ALL)).rejects.toMatchObject(refused);
    await expect(other.readSticky([theme.unit])).rejects.toMatchObject(refused);
    await expect(other.writeSticky([theme])).rejects.toMatchObject(refused);
    await other.close();
    expect(await added(one, 2, 2)).toBe(true);
    expect(await one.query(ALL)).toEqual(singleEntries(1, 2));
  });

  it('can be opened by another store as soon as its owner has closed it', async () => {
    const one = open();
    await added(one, 1, 1);
    const other = open();
    await expect(other.read()).rejects.toMatchObject(refused);
    await one.close();
    expect((await other.read()).position).toEqual(at(1));
    expect(await added(other, 2, 2)).toBe(true);
    await expect(one.read()).rejects.toMatchObject({ message: expect.stringMatching('it is closed') });
  });

  it('includes its sticky variants', async () => {
    const one = open();
    await one.readSticky([]);
    await expect(open().read()).rejects.toMatchObject(refused);
    await one.close();
    await expect(one.writeSticky([theme])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching('it is closed. Create a new FileStore'),
    });
    expect(await readdir(path('flags'))).toStrictEqual([]);
  });

  it('loses nothing when stores open it one after another', async () => {
    for (let i = 1; i <= 20; i++) {
      const one = open();
      await one.read();
      const adding = added(one, i, i);
      const sticky = one.writeSticky([{ ...theme, unit: `userId:${i}` }]);
      const closing = one.close();
      const next = open();
      await next.read().catch(() => {}); // it may be too early
      await Promise.all([adding, sticky, closing]);
      await next.close();
    }
    const last = open();
    expect(await last.query(ALL)).toEqual(singleEntries(1, 20));
    expect(await last.readSticky(Array.from({ length: 20 }, (_, i) => `userId:${i + 1}`))).toHaveLength(20);
  });

  it('is released by a store that was closed while it opened, or could not open', async () => {
    const one = open();
    const reading = one.read();
    await one.close();
    await reading;
    await writeFile(path('flags/audit.jsonl'), 'garbage\n');
    const other = open();
    await expect(other.read()).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await other.close();
    await rm(path('flags/audit.jsonl'));
    expect(await readdir(path('flags'))).toStrictEqual([]);
    expect((await open().read()).position).toEqual(at(0));
  });
});
