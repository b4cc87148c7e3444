import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { removeUnfinished, writeFileAtomically } from '../../../../lib/store/file/atomic-file.js';
import { tempFolder } from '../../manager/temp-folder.js';

const path = tempFolder();

describe('A file that is replaced atomically', () => {
  it('holds the new text, and no other file remains', async () => {
    const file = path('state.json');
    await writeFileAtomically(file, 'one');
    await writeFileAtomically(file, 'two');
    expect(await readFile(file, 'utf8')).toBe('two');
    expect(await readdir(dirname(file))).toEqual(['state.json']);
  });

  it('is not written if its folder is missing, which may come back', async () => {
    await expect(writeFileAtomically(path('flags/state.json'), 'one')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(path('.'))).toStrictEqual([]);
  });

  it('is readable by its owner only', async () => {
    await writeFileAtomically(path('state.json'), 'one');
    expect((await stat(path('state.json'))).mode & 0o777).toBe(0o600);
  });

  it('is never seen half written', async () => {
    const file = path('state.json');
    const texts = ['a', 'b'].map((letter) => letter.repeat(200_000));
    await writeFileAtomically(file, texts[0] ?? '');
    const written = new AbortController();
    const reading = (async () => {
      const seen = new Set<string>();
      while (!written.signal.aborted) seen.add(await readFile(file, 'utf8'));
      return seen;
    })();
    for (let i = 0; i < 20; i++) await writeFileAtomically(file, texts[i % 2] ?? '');
    written.abort();
    for (const text of await reading) expect(texts.includes(text)).toBe(true);
  });

  it('replaces what a crash has left of a write', async () => {
    await writeFile(path('state.json.tmp'), 'x'.repeat(1000));
    await writeFileAtomically(path('state.json'), 'one');
    expect(await readdir(dirname(path('x')))).toEqual(['state.json']);
    expect(await readFile(path('state.json'), 'utf8')).toBe('one');
  });

  it('stays unchanged when it cannot be replaced', async () => {
    await writeFile(path('folder'), 'a file where a folder should be');
    await expect(writeFileAtomically(path('folder/state.json'), 'one')).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(await readFile(path('folder'), 'utf8')).toBe('a file where a folder should be');
  });

  it('has its leftovers removed, if there are any', async () => {
    await writeFile(path('state.json.tmp'), 'half');
    await writeFile(path('state.json'), 'whole');
    await removeUnfinished(path('state.json'));
    await removeUnfinished(path('state.json'));
    expect(await readdir(dirname(path('x')))).toEqual(['state.json']);
  });
});
