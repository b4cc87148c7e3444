import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FileProvider } from '../../../lib/providers/file.provider.js';
import { Announcements } from '../../../lib/testing/announcements.js';
import { replaceFile } from '../../support/replace-file.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';

let folder: string;
let removeFolder: () => Promise<void>;
let undo: (() => void | Promise<void>)[];
const path = () => join(folder, 'flags.json');

beforeEach(async () => {
  const { path: temporary, remove } = await temporaryDirectory();
  [folder, removeFolder, undo] = [temporary, remove, []];
});

afterEach(async () => {
  for (const step of undo.toReversed()) await step();
  await removeFolder();
});

const on = (key: string, enabled: boolean) => ({ key, type: 'boolean', enabled });
const textOf = (flags: object, segments: object = {}) => JSON.stringify({ flags, segments });

async function watched(provider: FileProvider): Promise<Announcements> {
  const announcements = new Announcements();
  undo.push(await provider.watch(announcements.listener));
  return announcements;
}

describe('The deltas of FileProvider', () => {
  it('contain what an edit has changed, and nothing else', async () => {
    await writeFile(path(), textOf({ search: true, sale: false, old: true }, { staff: { include: ['ada'] } }));
    const provider = new FileProvider(path());
    await provider.load();
    const announcements = await watched(provider);
    const edited = { search: true, sale: true, added: false };
    await replaceFile(path(), textOf(edited, { staff: { include: ['grace'] } }));
    await announcements.beyond(0);
    expect(announcements.deltasAfter(0)).toStrictEqual([
      {
        flags: { old: null, sale: on('sale', true), added: on('added', false) },
        segments: { staff: { key: 'staff', include: ['grace'] } },
      },
    ]);
  });

  it('report to each listener what is new to it, even if others have loaded the file meanwhile', async () => {
    await writeFile(path(), textOf({ search: true }));
    const provider = new FileProvider(path());
    await provider.load();
    const announcements = await watched(provider);
    await replaceFile(path(), textOf({ search: false }));
    await provider.load();
    await announcements.beyond(0);
    expect(announcements.deltasAfter(0)[0]).toMatchObject({ flags: { search: { enabled: false } } });
  });

  it('are not announced when no definition has changed', async () => {
    await writeFile(path(), textOf({ search: true }));
    const provider = new FileProvider(path());
    await provider.load();
    const announcements = await watched(provider);
    await appendFile(path(), '\n\n');
    const neighbour = await watched(new FileProvider(path())); // it has never loaded, so it announces any change
    await appendFile(path(), '\n');
    await neighbour.beyond(0);
    await replaceFile(path(), textOf({ search: false }));
    await announcements.beyond(0);
    expect(announcements.deltasAfter(0)[0]).toMatchObject({ flags: { search: { enabled: false } } });
  });

  it('are omitted when the file becomes unreadable, and when it becomes readable again', async () => {
    await writeFile(path(), textOf({ search: true }));
    const provider = new FileProvider(path());
    await provider.load();
    const announcements = await watched(provider);
    await rm(path());
    await announcements.beyond(0);
    await writeFile(path(), textOf({ search: true }));
    await announcements.beyond(1);
    expect(announcements.deltasAfter(0).slice(0, 2)).toStrictEqual([undefined, undefined]);
  });
});
