import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { FileRewrite } from '../../../../lib/store/file/file-rewrite.js';
import { eventually } from '../../../support/eventually.js';
import { tempFolder } from '../../manager/temp-folder.js';

const path = tempFolder();

function* broken(): Generator<string> {
  yield 'one\n';
  throw new Error('no more');
}

describe('A file that is rewritten', () => {
  it('is the old one until the rewrite is finished, and then ends with what was added meanwhile', async () => {
    await writeFile(path('lines'), 'old\n');
    const rewrite = new FileRewrite(path('lines'), ['one\n', 'two\n']);
    rewrite.add('three\n');
    await eventually(() => expect(rewrite.isReady).toBe(true));
    rewrite.add('four\n');
    expect(await readFile(path('lines'), 'utf8')).toBe('old\n');
    await rewrite.finish();
    expect(await readFile(path('lines'), 'utf8')).toBe('one\ntwo\nthree\nfour\n');
    expect((await stat(path('lines'))).mode & 0o777).toBe(0o600);
    expect(await readdir(path('.'))).toEqual(['lines']);
  });

  it('can be finished at once, and replaces what a crash has left of a rewrite', async () => {
    await writeFile(path('lines.tmp'), 'half of'.repeat(100));
    const rewrite = new FileRewrite(path('lines'), []);
    expect(rewrite.isReady).toBe(false);
    await rewrite.finish();
    expect(await readFile(path('lines'), 'utf8')).toBe('');
  });

  it('stays unchanged when the rewrite fails, which is reported when it is finished', async () => {
    await writeFile(path('lines'), 'old\n');
    await mkdir(path('lines.tmp'));
    const rewrite = new FileRewrite(path('lines'), ['one\n']);
    await eventually(() => expect(rewrite.isReady).toBe(true));
    await expect(rewrite.finish()).rejects.toMatchObject({ code: 'ERR_FS_EISDIR' });
    expect(await readFile(path('lines'), 'utf8')).toBe('old\n');
  });

  it('leaves no other file when its lines fail', async () => {
    await expect(new FileRewrite(path('lines'), broken()).finish()).rejects.toThrow('no more');
    expect(await readdir(path('.'))).toStrictEqual([]);
  });
});
