import { hash } from 'node:crypto';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { StoreCheckpoint } from '../../../../lib/store/file/store-checkpoint.js';
import { added, copyKilled, fileNames, fileStores } from '../file-stores.js';
import { at } from '../shop-entries.js';

const { path, open } = fileStores();

/** A folder with so many entries, and a checkpoint at the last of them. */
async function closedAfter(count: number): Promise<void> {
  const one = open();
  for (let i = 1; i <= count; i++) await added(one, i, i);
  await one.close();
}

const checkpoint = async () => {
  const file = JSON.parse(await readFile(path('flags/state.json'), 'utf8')) as { readonly content: StoreCheckpoint };
  return file.content;
};

/** The text of a checkpoint file whose checksum is that of its content. */
function fileOf(content: unknown): string {
  const text = JSON.stringify(content);
  return `{"format":2,"checksum":"${hash('sha256', text, 'base64url')}","content":${text}}\n`;
}

const SOUND = { position: { version: 1, id: 'id-1' }, offset: 0, documents: [] };

describe('The checkpoint of a store', () => {
  it('is made after every hundred entries, however many appends they come in', async () => {
    const one = open();
    for (let i = 1; i <= 49; i++) await added(one, 2 * i - 1, 2 * i);
    expect(await fileNames(path('flags'))).toEqual(['audit.jsonl', 'head.json']);
    await added(one, 99, 100);
    await one.read(); // behind the checkpoint, for which no change waits
    expect((await checkpoint()).position).toEqual(at(100));
    await added(one, 101, 101);
    expect((await checkpoint()).position).toEqual(at(100));
    const content = await one.read();
    await copyKilled(path('flags'), path('killed'));
    expect(await open('killed').read()).toEqual(content); // from the checkpoint, and one entry more
  });

  it('is made less often if there are many documents, because it contains all of them', async () => {
    const one = open();
    await added(one, 1, 2000);
    await one.read();
    expect((await checkpoint()).position).toEqual(at(2000));
    await added(one, 2001, 2199);
    await one.read();
    expect((await checkpoint()).position).toEqual(at(2000)); // 2,199 documents, a tenth of which is more
    await added(one, 2200, 2230);
    await one.read();
    expect((await checkpoint()).position).toEqual(at(2230));
  });

  it('counts the entries of earlier processes as well', async () => {
    const one = open();
    for (let i = 1; i <= 99; i++) await added(one, i, i);
    await copyKilled(path('flags'), path('killed')); // the first one has never come to its end
    const killed = open('killed');
    await added(killed, 100, 100);
    await killed.read();
    expect(await fileNames(path('killed'))).toEqual(['audit.jsonl', 'head.json', 'state.json']);
  });

  it('is made when the store is closed after a change, and only then', async () => {
    await closedAfter(2);
    const text = await readFile(path('flags/state.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ format: 2, content: { position: at(2) } });
    await rm(path('flags/state.json'));
    const reader = open();
    await reader.read();
    await reader.close();
    expect(await readFile(path('flags/state.json'), 'utf8')).toBe(text); // that log had still to be read
    await rm(path('flags'), { recursive: true });
    const idle = open();
    await idle.read();
    await idle.close();
    expect(await readdir(path('flags'))).toEqual(['audit.jsonl']);
  });

  it('records where the line of its entry begins', async () => {
    await closedAfter(3);
    const log = await readFile(path('flags/audit.jsonl'));
    const { offset } = await checkpoint();
    expect(JSON.parse(log.subarray(offset).toString())).toMatchObject({ id: 'id-3', version: 3 });
  });

  it('saves the start from reading what is before it', async () => {
    await closedAfter(3);
    const log = await readFile(path('flags/audit.jsonl'));
    const { offset } = await checkpoint();
    log.fill('x', 0, offset - 1);
    await writeFile(path('flags/audit.jsonl'), log);
    expect((await open().read()).documents).toHaveLength(3);
  });

  it('is ignored if a crash has cut it short', async () => {
    await closedAfter(1);
    await writeFile(path('flags/state.json.tmp'), '{"format":1,"posi');
    expect((await open().read()).position).toEqual(at(1));
    expect(await fileNames(path('flags'))).toEqual(['audit.jsonl', 'head.json', 'state.json']);
  });

  it.each([
    ['is no JSON', '{"secret-token":1,"posi'],
    ['is empty', ''],
    ['is a list', '[]'],
    ['is null', 'null'],
    ['has another format', fileOf(SOUND).replace('2', '3')],
    ['has no position', fileOf({ ...SOUND, position: undefined })],
    ['has an offset that is no number', fileOf({ ...SOUND, offset: '0' })],
    ['has a negative offset', fileOf({ ...SOUND, offset: -1 })],
    ['has no documents', fileOf({ ...SOUND, documents: undefined })],
    ['has a document without a kind', fileOf({ ...SOUND, documents: [{ id: 'x' }] })],
    ['has another checksum', fileOf(SOUND).replace('"checksum":"', '"checksum":"A')],
    ['has white space added', fileOf(SOUND).replace(',"content"', ', "content"')],
  ])('fails the start by its name and the remedy when it %s, and is not changed', async (_, text) => {
    await closedAfter(1);
    await writeFile(path('flags/state.json'), text);
    const one = open();
    const reading = one.read();
    await expect(reading).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(
        /flags\/state\.json is damaged, or not of format 2\. Restore the folder .*or remove it/,
      ),
    });
    await expect(reading).rejects.not.toThrow('secret-token');
    expect(await readFile(path('flags/state.json'), 'utf8')).toBe(text);
    await one.close();
    await rm(path('flags/state.json'));
    expect((await open().read()).position).toEqual(at(1));
  });

  it.each<[how: string, change: () => Promise<void>]>([
    ['is gone', () => rm(path('flags/audit.jsonl'))],
    ['was emptied', () => writeFile(path('flags/audit.jsonl'), '')],
    ['is shorter than it was', () => truncate(path('flags/audit.jsonl'), 300)],
    [
      'lacks the end of its last line',
      async () => await truncate(path('flags/audit.jsonl'), (await checkpoint()).offset + 50),
    ],
    [
      'tells of other changes',
      async () => {
        const log = await readFile(path('flags/audit.jsonl'), 'utf8');
        await writeFile(path('flags/audit.jsonl'), log.replaceAll('"id-', '"ID-'));
      },
    ],
  ])('fails the start with the remedy when its log %s, and loses no kill switch unnoticed', async (_, change) => {
    await closedAfter(3);
    await change();
    const log = await readFile(path('flags/audit.jsonl'), 'utf8').catch(() => '');
    const state = await checkpoint();
    for (let i = 0; i < 2; i++) {
      const one = open();
      await expect(one.read()).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: expect.stringMatching(
          /state\.json was written at entry 3, which is not where it should be in .*flags\/audit\.jsonl\. Restore .*or remove state\.json/,
        ),
      });
      await one.close();
    }
    expect(await readFile(path('flags/audit.jsonl'), 'utf8')).toBe(log);
    expect(await checkpoint()).toEqual(state);
    await rm(path('flags/state.json'));
  });

  it('does not hide by its absence that a log has lost entries, until an operator accepts its end', async () => {
    await closedAfter(3);
    const log = await readFile(path('flags/audit.jsonl'), 'utf8');
    await writeFile(path('flags/audit.jsonl'), log.split('\n').slice(0, 2).join('\n') + '\n');
    await rm(path('flags/state.json'));
    const one = open();
    const failure: unknown = await one.read().catch((error: unknown) => error);
    await one.close();
    expect(failure).toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(/audit\.jsonl ends before entry 3, .* it has lost entries\. Restore/),
    });
    const [line = ''] = /\{"format.*?\}/.exec(String(failure)) ?? [];
    await writeFile(path('flags/head.json'), `${line}\n`);
    await expect(open().read()).resolves.toMatchObject({ position: at(2) });
  });

  it('is not recreated unnoticed once it and the head are lost', async () => {
    await closedAfter(3);
    await rm(path('flags/head.json'));
    await expect(open().read()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(/head\.json is missing, .*If entry 3 is the last one, write the line \{/),
    });
  });
});
