import { execFileSync } from 'node:child_process';
import { chmod, constants, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { openPrivate, preparePrivateFolder, readPrivate } from '../../../../lib/store/file/private-file.js';
import { tempFolder } from '../../manager/temp-folder.js';

const path = tempFolder();
const modeOf = async (name: string) => (await stat(path(name))).mode & 0o777;

describe('A private file', () => {
  it('is created for its owner only', async () => {
    const file = await openPrivate(path('new'), constants.O_RDWR | constants.O_CREAT);
    await file.close();
    expect(await modeOf('new')).toBe(0o600);
  });

  it.each([0o644, 0o660, 0o601])('is closed to others when it is read (mode %p)', async (mode) => {
    await writeFile(path('file'), 'text');
    await chmod(path('file'), mode);
    expect(await readPrivate(path('file'))).toBe('text');
    expect(await modeOf('file')).toBe(0o600);
  });

  it('stays read-only if its owner may only read it', async () => {
    await writeFile(path('file'), 'text', { mode: 0o400 });
    expect(await readPrivate(path('file'))).toBe('text');
    expect(await modeOf('file')).toBe(0o400);
  });

  it('is neither a link, nor a folder, nor a FIFO, which is not waited for', async () => {
    await writeFile(path('file'), 'text');
    await symlink(path('file'), path('link'));
    await mkdir(path('folder'));
    execFileSync('mkfifo', [path('fifo')]);
    await expect(readPrivate(path('link'))).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(readPrivate(path('folder'))).rejects.toThrow('not a regular file');
    await expect(readPrivate(path('fifo'))).rejects.toThrow('not a regular file');
    await expect(readPrivate(path('missing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('A private folder', () => {
  it('is created with its parents, and closed to others if it exists', async () => {
    await preparePrivateFolder('shop', path('a/b'));
    expect(await modeOf('a/b')).toBe(0o700);
    await chmod(path('a/b'), 0o755);
    await preparePrivateFolder('shop', path('a/b'));
    expect(await modeOf('a/b')).toBe(0o700);
  });

  it('is not a link to a folder', async () => {
    await mkdir(path('folder'));
    await symlink(path('folder'), path('link'));
    await expect(preparePrivateFolder('shop', path('link'))).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });
});
