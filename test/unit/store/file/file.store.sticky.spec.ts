import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { StickyDocument } from '../../../../lib/store/flag-store.js';
import { Deferred } from '../../../support/deferred.js';
import { eventually } from '../../../support/eventually.js';
import { copyKilled, fileMethods, fileNames, fileStores } from '../file-stores.js';

const { path, open } = fileStores();

function sticky(unit: string, variant: string, version = 1): StickyDocument {
  return { unit, flag: 'theme', assignment: { variant, version } };
}

const file = async () => (await readFile(path('flags/sticky.jsonl'), 'utf8')).split('\n').slice(0, -1);

afterEach(() => void jest.restoreAllMocks());

describe('Sticky variants in a folder', () => {
  it('are the same after a restart', async () => {
    const one = open();
    await one.writeSticky([sticky('userId:ada', 'plain'), sticky('userId:größe & söhne', 'bold')]);
    await one.writeSticky([sticky('userId:ada', 'bold', 2), sticky('userId:ada', 'plain', 1)]);
    await one.close();
    const units = ['userId:ada', 'userId:größe & söhne', 'userId:eve'];
    expect(await open().readSticky(units)).toEqual([
      sticky('userId:ada', 'bold', 2),
      sticky('userId:größe & söhne', 'bold'),
    ]);
  });

  it('are written once, one line each', async () => {
    const one = open();
    for (const variant of ['plain', 'bold', 'plain']) await one.writeSticky([sticky('userId:ada', variant)]);
    expect(await file()).toEqual(['{"unit":"userId:ada","flag":"theme","variant":"plain","version":1}']);
  });

  it('create no file while there are none', async () => {
    const one = open();
    expect(await one.readSticky(['userId:ada'])).toStrictEqual([]);
    await one.writeSticky([]);
    expect(await fileNames(path('flags'))).toStrictEqual([]);
  });

  it('survive unreadable lines among them', async () => {
    await mkdir(path('flags'));
    const sound = '{"unit":"userId:ada","flag":"theme","variant":"plain","version":1}';
    const broken = ['garbage', '', 'null', '[]', '{}', '{"unit":7,"flag":"theme","variant":"plain","version":1}'];
    await writeFile(path('flags/sticky.jsonl'), [...broken, sound, ''].join('\n'));
    expect(await open().readSticky(['userId:ada'])).toEqual([sticky('userId:ada', 'plain')]);
  });

  it('written after a line that a crash has cut short are not lost with it', async () => {
    const one = open();
    await one.writeSticky([sticky('userId:ada', 'plain'), sticky('userId:eve', 'plain')]);
    await one.close();
    await appendFile(path('flags/sticky.jsonl'), '{"unit":"userId:gra');
    const two = open();
    await two.writeSticky([sticky('userId:grace', 'bold')]);
    await two.close();
    expect(await open().readSticky(['userId:grace', 'userId:ada'])).toHaveLength(2);
  });

  it('are rewritten when most lines are outdated', async () => {
    const one = open();
    for (let version = 1; version <= 7; version++) await one.writeSticky([sticky('userId:ada', 'plain', version)]);
    for (const unit of ['userId:eve', 'userId:grace']) await one.writeSticky([sticky(unit, 'bold')]);
    await one.close();
    expect(await file()).toHaveLength(9);
    await open().readSticky([]);
    expect(await file()).toEqual([
      '{"unit":"userId:ada","flag":"theme","variant":"plain","version":7}',
      '{"unit":"userId:eve","flag":"theme","variant":"bold","version":1}',
      '{"unit":"userId:grace","flag":"theme","variant":"bold","version":1}',
    ]);
    expect(await fileNames(path('flags'))).toEqual(['sticky.jsonl']);
  });

  it('are not rewritten while less than half of the lines are outdated', async () => {
    const one = open();
    for (let version = 1; version <= 2; version++) await one.writeSticky([sticky('userId:ada', 'plain', version)]);
    await one.close();
    await open().readSticky([]);
    expect(await file()).toHaveLength(2);
  });

  it('are restored for no more units than the limit', async () => {
    const one = open();
    const units = Array.from({ length: 9 }, (_, i) => `userId:${i}`);
    await one.writeSticky(units.map((unit) => sticky(unit, 'plain')));
    await one.close();
    const two = open('flags', { maxUnits: 3 });
    expect((await two.readSticky(units)).map(({ unit }) => unit)).toEqual(units.slice(-3));
    expect(await file()).toHaveLength(3);
  });

  it('are written by the next attempt, and not stored, when they could not be written', async () => {
    const one = open();
    await one.readSticky([]);
    await rename(path('flags'), path('away'));
    await writeFile(path('flags'), 'a file where the folder should be');
    await expect(one.writeSticky([sticky('userId:ada', 'plain')])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/flags\/sticky\.jsonl cannot be written: .*Check the folder/),
    });
    expect(await one.readSticky(['userId:ada'])).toStrictEqual([]);
    await rm(path('flags'));
    await rename(path('away'), path('flags'));
    await one.writeSticky([sticky('userId:ada', 'bold')]);
    await one.close();
    expect(await open().readSticky(['userId:ada'])).toEqual([sticky('userId:ada', 'bold')]);
  });

  it('are read again when they cannot be read', async () => {
    await mkdir(path('flags/sticky.jsonl'), { recursive: true });
    const one = open();
    await expect(one.readSticky(['userId:ada'])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/flags\/sticky\.jsonl cannot be read: .*Check the folder/),
    });
    await rm(path('flags/sticky.jsonl'), { recursive: true });
    expect(await one.readSticky(['userId:ada'])).toStrictEqual([]);
  });

  describe('that are written again and again', () => {
    const units = Array.from({ length: 200 }, (_, i) => `userId:${i}`);
    const round = (version: number) => units.map((unit) => sticky(unit, 'plain', version));

    it('are rewritten while the process runs, with those that are added meanwhile', async () => {
      const one = open();
      const slow = new Deferred<void>();
      const syncing = jest.spyOn(await fileMethods(path('any')), 'sync').mockReturnValueOnce(slow.promise);
      let version = 0;
      while (version < 6) await one.writeSticky(round(++version)); // so many lines as do not hold any more
      await eventually(() => expect(syncing).toHaveBeenCalledTimes(1)); // by the new file, which is held up there
      await one.writeSticky([sticky('userId:ada', 'bold')]);
      expect(await file()).toHaveLength(200 * 6 + 1);
      slow.resolve();
      await eventually(async () => {
        await one.writeSticky(round(++version));
        expect((await file()).length).toBeLessThan(200 * 6);
      });
      await one.close();
      expect(await fileNames(path('flags'))).toEqual(['sticky.jsonl']);
      const next = open();
      expect(await next.readSticky(units)).toEqual(round(version));
      expect(await next.readSticky(['userId:ada'])).toEqual([sticky('userId:ada', 'bold')]);
    });

    it('all survive a kill during any of the writes', async () => {
      const one = open();
      for (let version = 1; version <= 25; version++) {
        await one.writeSticky(round(version));
        await one.writeSticky([sticky('userId:late', 'bold', version)]);
        const killed = `killed-${version}`;
        await copyKilled(path('flags'), path(killed));
        const next = open(killed);
        expect(await next.readSticky([...units, 'userId:late'])).toEqual([
          ...round(version),
          sticky('userId:late', 'bold', version),
        ]);
      }
    });

    it('are not stored for units that were evicted', async () => {
      const one = open('flags', { maxUnits: 10 });
      let unit = 0;
      const write = () => one.writeSticky(Array.from({ length: 100 }, () => sticky(`userId:${unit++}`, 'plain')));
      for (let i = 0; i < 20; i++) await write();
      await eventually(async () => {
        await write();
        expect((await file()).length).toBeLessThan(1000);
      });
      expect(await one.readSticky([`userId:${unit - 1}`, `userId:${unit - 11}`])).toHaveLength(1);
    });

    it('stay in the file unchanged when it cannot be rewritten, until it can', async () => {
      await mkdir(path('flags'));
      const one = open();
      await one.writeSticky(round(1));
      await mkdir(path('flags/sticky.jsonl.tmp')); // nothing can be written there
      let version = 1;
      while (version < 12) await one.writeSticky(round(++version));
      expect(await file()).toHaveLength(200 * 12);
      await rm(path('flags/sticky.jsonl.tmp'), { recursive: true });
      await eventually(async () => {
        await one.writeSticky(round(++version));
        expect((await file()).length).toBeLessThan(200 * 10);
      });
      await one.close();
      expect(await open().readSticky(units)).toEqual(round(version));
    });
  });
});
