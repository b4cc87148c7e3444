import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { hasLifeSign, LifeSign, lifeSignPath } from '../../../../lib/store/file/life-sign.js';
import { tempFolder } from '../../manager/temp-folder.js';

const path = tempFolder();
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that gives a sign of life there. */
async function living(socket: string): Promise<ChildProcess> {
  const program = `require('node:net').createServer().listen(${JSON.stringify(socket)}, () => console.log('ready'))`;
  const child = spawn(process.execPath, ['-e', program]);
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

describe('A sign of life', () => {
  it('exists until it is ended, and leaves nothing', async () => {
    const socket = lifeSignPath(path('.'), 'c0ffee');
    const sign = await LifeSign.give(socket);
    expect(await hasLifeSign(socket)).toBe(true);
    expect(await hasLifeSign(socket)).toBe(true);
    await sign?.end();
    expect(await hasLifeSign(socket)).not.toBe(true);
    expect(await readdir(path('.'))).toStrictEqual([]);
  });

  it('ends with its process, and not when that is suspended', async () => {
    const socket = lifeSignPath(path('.'), 'c0ffee');
    const child = await living(socket);
    child.kill('SIGSTOP');
    expect(await hasLifeSign(socket)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await hasLifeSign(socket)).toBe(false);
  });

  it('cannot be checked if none was ever given', async () => {
    expect(await hasLifeSign(lifeSignPath(path('.'), 'c0ffee'))).toBeUndefined();
  });

  it('cannot be given or checked if no socket can be created', async () => {
    const deep = path('d'.repeat(100));
    await mkdir(deep);
    for (const socket of [join(deep, 's'), path('missing/s')]) {
      expect(await LifeSign.give(socket)).toBeUndefined();
      expect(await hasLifeSign(socket)).toBeUndefined();
    }
    await writeFile(path('taken'), '');
    expect(await LifeSign.give(path('taken'))).toBeUndefined();
    expect(await readdir(deep)).toStrictEqual([]);
  });
});
