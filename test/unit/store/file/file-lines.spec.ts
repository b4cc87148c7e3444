import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fileLines, type FileLine } from '../../../../lib/store/file/file-lines.js';
import { tempFolder } from '../../manager/temp-folder.js';

const path = tempFolder();

async function linesOf(text: string | Buffer, start = 0, end = Buffer.byteLength(text)): Promise<FileLine[]> {
  await writeFile(path('lines'), text);
  const found: FileLine[] = [];
  for await (const line of fileLines(path('lines'), start, end)) found.push(line);
  return found;
}

describe('The lines of a file', () => {
  it('have their offsets in bytes, without a line after the last newline', async () => {
    expect(await linesOf('öl\n\nbrot\nhal')).toEqual([
      { text: 'öl', start: 0, end: 4 },
      { text: '', start: 4, end: 5 },
      { text: 'brot', start: 5, end: 10 },
    ]);
  });

  it('are those of the requested part', async () => {
    expect((await linesOf('one\ntwo\nthree\n', 4)).map(({ text }) => text)).toEqual(['two', 'three']);
    expect((await linesOf('one\ntwo\nthree\n', 4, 8)).map(({ text }) => text)).toEqual(['two']);
    expect((await linesOf('one\ntwo\nthree\n', 0, 7)).map(({ text }) => text)).toEqual(['one']);
  });

  it('are empty for a part that is empty or after the end', async () => {
    expect(await linesOf('')).toStrictEqual([]);
    expect(await linesOf('one\n', 4)).toStrictEqual([]);
    expect(await linesOf('one\n', 9)).toStrictEqual([]);
    expect(await linesOf('one\n', 9, 20)).toStrictEqual([]);
  });

  it('are complete when they are longer than one read', async () => {
    const long = 'ü'.repeat(100_000);
    expect((await linesOf(`a\n${long}\n${long}b\n`)).map(({ text }) => text)).toEqual(['a', long, `${long}b`]);
  });

  it('can be read only in part', async () => {
    await writeFile(path('lines'), 'one\ntwo\n');
    for await (const { text } of fileLines(path('lines'), 0, 8)) {
      expect(text).toBe('one');
      break;
    }
  });

  it('are the pieces between newlines, of any text', async () => {
    const texts = fc.array(fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '')));
    await fc.assert(
      fc.asyncProperty(texts, async (lines) => {
        const whole = lines.map((line) => Buffer.from(line).toString()); // lone surrogates are no UTF-8
        expect((await linesOf(whole.map((line) => `${line}\n`).join(''))).map(({ text }) => text)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('fail when there is no file', async () => {
    const lines = fileLines(path('missing'), 0, 10);
    await expect(lines.next()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
