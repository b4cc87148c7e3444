import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fileLinesBackwards } from '../../../../lib/store/file/file-lines-backwards.js';
import { fileLines, type FileLine } from '../../../../lib/store/file/file-lines.js';
import { tempFolder } from '../../manager/temp-folder.js';

const path = tempFolder();

async function listed(lines: AsyncIterable<FileLine>): Promise<FileLine[]> {
  const found: FileLine[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

/** The lines of a text, the last one first. */
async function linesOf(text: string, start = 0, end = Buffer.byteLength(text)): Promise<FileLine[]> {
  await writeFile(path('lines'), text);
  return await listed(fileLinesBackwards(path('lines'), start, end));
}

describe('The lines of a file, from its end', () => {
  it('have their offsets in bytes, without a line after the last newline', async () => {
    expect(await linesOf('öl\n\nbrot\nhal')).toEqual([
      { text: 'brot', start: 5, end: 10 },
      { text: '', start: 4, end: 5 },
      { text: 'öl', start: 0, end: 4 },
    ]);
  });

  it('are those of the requested part', async () => {
    expect((await linesOf('one\ntwo\nthree\n', 4)).map(({ text }) => text)).toEqual(['three', 'two']);
    expect((await linesOf('one\ntwo\nthree\n', 0, 8)).map(({ text }) => text)).toEqual(['two', 'one']);
    expect(await linesOf('one\ntwo\n', 4, 4)).toStrictEqual([]);
    expect(await linesOf('', 0, 0)).toStrictEqual([]);
  });

  it('are empty if the file is shorter than it was', async () => {
    expect(await linesOf('one\n', 0, 100)).toStrictEqual([]);
  });

  it('are the same as those that are read from the beginning, even if they are longer than one read', async () => {
    const long = fc.tuple(fc.constantFrom('x', 'ü'), fc.integer({ min: 0, max: 150_000 })).map(([c, n]) => c.repeat(n));
    const short = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ''));
    const lines = fc.array(fc.oneof({ weight: 3, arbitrary: short }, { weight: 1, arbitrary: long }));
    await fc.assert(
      fc.asyncProperty(lines, short, async (whole, rest) => {
        const text = [...whole, rest].join('\n');
        const size = Buffer.byteLength(text);
        const backwards = await linesOf(text);
        expect(backwards.toReversed()).toEqual(await listed(fileLines(path('lines'), 0, size)));
      }),
      { numRuns: 60 },
    );
  });

  it('can be read only in part', async () => {
    await writeFile(path('lines'), 'one\ntwo\n');
    for await (const { text } of fileLinesBackwards(path('lines'), 0, 8)) {
      expect(text).toBe('two');
      break;
    }
  });

  it('fail when there is no file', async () => {
    await expect(fileLinesBackwards(path('missing'), 0, 10).next()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
