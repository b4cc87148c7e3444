import { writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { auditLine } from '../../../../lib/store/audit/audit-line.js';
import { searchLog, type LogPlace } from '../../../../lib/store/file/search-log.js';
import { tempFolder } from '../../manager/temp-folder.js';
import { entries } from '../shop-entries.js';

const path = tempFolder();
const COUNT = 600;
const lines = entries(1, COUNT, { reason: 'ü'.repeat(400) }).map((entry) => auditLine(entry));
const size = Buffer.byteLength(lines.join(''));
const NEARLY = 2 * 64 * 1024;

/** Where each line begins, by its version. */
const places = new Map<number, number>();
let offset = 0;
for (const [i, line] of lines.entries()) {
  places.set(i + 1, offset);
  offset += Buffer.byteLength(line);
}

const versionAt = (place: number) => [...places].find(([, each]) => each === place)?.[0];
const placeOf = (version: number): LogPlace => ({ version, offset: places.get(version) ?? -1 });

describe('The search of a log', () => {
  beforeEach(() => writeFile(path('log'), lines.join('')));

  it.each<[what: string, known: readonly LogPlace[]]>([
    ['nothing else is known', []],
    ['other places are known', [placeOf(COUNT), placeOf(300)]],
  ])('finds lines at or around every entry when %s', async (_, known) => {
    for (let version = 1; version <= COUNT; version++) {
      const { start, end } = await searchLog(path('log'), size, version, known);
      expect(versionAt(start)).toBeLessThanOrEqual(version);
      expect(end === size ? COUNT + 1 : versionAt(end)).toBeGreaterThanOrEqual(version);
      expect(end - start).toBeLessThan(NEARLY);
    }
  });

  it('does not read a known place', async () => {
    await writeFile(path('log'), Buffer.alloc(size, '\n'));
    expect(await searchLog(path('log'), size, 300, [placeOf(COUNT), placeOf(300)])).toEqual({
      start: places.get(300),
      end: places.get(300),
    });
  });

  it('returns the ends of the log for an entry outside it', async () => {
    expect((await searchLog(path('log'), size, 0, [])).start).toBe(0);
    expect((await searchLog(path('log'), size, COUNT + 7, [])).end).toBe(size);
    expect(await searchLog(path('log'), 0, 1, [])).toEqual({ start: 0, end: 0 });
  });

  it('skips what cannot be read', async () => {
    const damaged = lines.map((line, i) => (i % 3 === 0 ? `${'x'.repeat(Buffer.byteLength(line) - 1)}\n` : line));
    await writeFile(path('log'), damaged.join(''));
    const { start, end } = await searchLog(path('log'), size, 500, []);
    expect(versionAt(start)).toBeLessThanOrEqual(500);
    expect(versionAt(end)).toBeGreaterThanOrEqual(500);
    expect(end - start).toBeLessThan(NEARLY);
  });
});
