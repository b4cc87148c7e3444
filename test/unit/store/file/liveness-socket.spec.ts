import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { acceptsConnections, LivenessSocket, livenessSocketPath } from '../../../../lib/store/file/liveness-socket.js';
import { tempFolder } from '../../manager/temp-folder.js';

const path = tempFolder();
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a process that listens on the socket. */
async function listening(socket: string): Promise<ChildProcess> {
  const program = `require('node:net').createServer().listen(${JSON.stringify(socket)}, () => console.log('ready'))`;
  const child = spawn(process.execPath, ['-e', program]);
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

describe('A liveness socket', () => {
  it('accepts connections until it is closed, and leaves no file', async () => {
    const socket = livenessSocketPath(path('.'), 'c0ffee');
    const opened = await LivenessSocket.open(socket);
    expect(await acceptsConnections(socket)).toBe(true);
    expect(await acceptsConnections(socket)).toBe(true);
    await opened?.close();
    expect(await acceptsConnections(socket)).not.toBe(true);
    expect(await readdir(path('.'))).toStrictEqual([]);
  });

  it('accepts connections while its process is suspended, until the process ends', async () => {
    const socket = livenessSocketPath(path('.'), 'c0ffee');
    const child = await listening(socket);
    child.kill('SIGSTOP');
    expect(await acceptsConnections(socket)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await acceptsConnections(socket)).toBe(false);
  });

  it('cannot be checked if it was never opened', async () => {
    expect(await acceptsConnections(livenessSocketPath(path('.'), 'c0ffee'))).toBeUndefined();
  });

  it('is not used if no socket can be created', async () => {
    const deep = path('d'.repeat(100));
    await mkdir(deep);
    for (const socket of [join(deep, 's'), path('missing/s')]) {
      expect(await LivenessSocket.open(socket)).toBeUndefined();
      expect(await acceptsConnections(socket)).toBeUndefined();
    }
    await writeFile(path('taken'), '');
    expect(await LivenessSocket.open(path('taken'))).toBeUndefined();
    expect(await readdir(deep)).toStrictEqual([]);
  });
});
