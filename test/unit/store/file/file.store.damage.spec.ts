import { appendFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { AuditLogFile } from '../../../../lib/store/file/audit-log-file.js';
import { ALL, added, fileStores } from '../file-stores.js';
import { at, entries, entryOf } from '../shop-entries.js';

const { path, open } = fileStores();
const log = () => readFile(path('flags/audit.jsonl'), 'utf8');

describe('A log that another program has changed', () => {
  const refused = {
    code: 'STORE_FAILED',
    message: expect.stringMatching(
      /another process has changed .*flags\/audit\.jsonl\. Give every process a folder of its own/,
    ),
  };

  it('by appending is reported by a verification, without the section of the manual', async () => {
    const one = open();
    await added(one, 1, 1);
    await appendFile(path('flags/audit.jsonl'), `${JSON.stringify(entryOf(2))}\n`);
    const stored: unknown[] = [];
    for await (const item of one.storedEntries()) stored.push(item);
    const message = expect.stringMatching(/another process has changed .* and restart this one\.$/);
    expect(stored).toStrictEqual([entryOf(1), { kind: 'state', version: 1, message }]);
  });

  it('by appending accepts no more entries, and is not changed', async () => {
    const one = open();
    await added(one, 1, 1);
    await appendFile(path('flags/audit.jsonl'), `${JSON.stringify(entryOf(2))}\n`);
    const text = await log();
    await expect(added(one, 2, 2, { reason: 'mine' })).rejects.toMatchObject(refused);
    await expect(one.read()).rejects.toMatchObject(refused);
    await expect(one.query(ALL)).rejects.toMatchObject(refused);
    await one.close();
    expect(await log()).toBe(text);
    expect((await open().read()).position).toEqual(at(2));
  });

  it('while it is read at the start keeps everything that was added to it', async () => {
    await mkdir(path('flags'));
    const lines = entries(1, 3).map((entry) => `${JSON.stringify(entry)}\n`);
    await writeFile(path('flags/audit.jsonl'), `${lines[0]}{"id":"cut sho`);
    const file = await AuditLogFile.open({ store: 'file:flags', path: path('flags/audit.jsonl') });
    await writeFile(path('flags/audit.jsonl'), lines.join('')); // by somebody who knows nothing of locks
    await expect(file.settle(Buffer.byteLength(lines[0] ?? ''))).rejects.toMatchObject(refused);
    await file.close();
    expect(await log()).toBe(lines.join(''));
  });

  it('by emptying it is noticed, and given no checkpoint', async () => {
    const one = open();
    await added(one, 1, 1);
    await writeFile(path('flags/audit.jsonl'), '');
    await expect(added(one, 2, 2)).rejects.toMatchObject(refused);
    await one.close();
    expect(await readdir(path('flags'))).toEqual(['audit.jsonl', 'head.json']);
  });

  it('by replacing the file is noticed, even if the new one is as long', async () => {
    const one = open();
    await added(one, 1, 1);
    const text = await log();
    await writeFile(path('copy'), text);
    await rename(path('copy'), path('flags/audit.jsonl'));
    await expect(added(one, 2, 2)).rejects.toMatchObject(refused);
    expect(await log()).toBe(text);
  });
});

describe('A damaged log', () => {
  it.each(['garbage', '', '{}', 'null', '{"version":"2","id":"x"}', JSON.stringify(entryOf(3))])(
    'with the line %j in it fails the start by its place and the remedy, and is not changed',
    async (line) => {
      const [first, third] = [entryOf(1), entryOf(3)].map((entry) => `${JSON.stringify(entry)}\n`);
      const text = `${first}${line}\n${third}`;
      await mkdir(path('flags'));
      await writeFile(path('flags/audit.jsonl'), text);
      const start = Buffer.byteLength(first ?? '');
      await expect(open().read()).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: expect.stringMatching(
          new RegExp(`the line at byte ${start} of .*flags/audit\\.jsonl is not entry 2 as it was written\\. Restore`),
        ),
      });
      expect(await log()).toBe(text);
    },
  );

  it('does not show its text in an error', async () => {
    await mkdir(path('flags'));
    await writeFile(path('flags/audit.jsonl'), '{"secret-token": 7}\n');
    await expect(open().read()).rejects.not.toThrow('secret-token');
  });

  it('before its checkpoint fails only the queries for the damaged part', async () => {
    const one = open();
    await added(one, 1, 1);
    await added(one, 2, 2);
    await one.close();
    await writeFile(path('flags/audit.jsonl'), (await log()).replace('"id-1"', '"id-1 '));
    const next = open();
    expect((await next.read()).documents).toHaveLength(2);
    expect(await added(next, 3, 3)).toBe(true);
    await expect(next.query(ALL)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(/the line at byte 0 of .*flags\/audit\.jsonl is not an audit entry\. Restore/),
    });
  });

  it('loses the incomplete write of a power failure at its end', async () => {
    const one = open();
    await added(one, 1, 2);
    await one.close();
    const text = await log();
    for (const unwritten of ['\0'.repeat(300), `${'\0'.repeat(300)}"origin":"api"}\n`]) {
      await appendFile(path('flags/audit.jsonl'), unwritten);
      const next = open();
      expect((await next.read()).position).toEqual(at(2));
      expect(await log()).toBe(text);
      await next.close();
    }
  });
});
