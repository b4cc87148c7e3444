import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { claimName, parseClaimName, type FolderClaim } from '../../../../lib/store/file/folder-claim.js';
import { FolderLock } from '../../../../lib/store/file/folder-lock.js';
import { LivenessSocket, livenessSocketPath } from '../../../../lib/store/file/liveness-socket.js';
import { thisProcess } from '../../../../lib/store/file/running-process.js';
import { eventually } from '../../../support/eventually.js';
import { tempFolder } from '../../manager/temp-folder.js';

const path = tempFolder();
const held: { release(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(held.splice(0).map((each) => each.release()));
});

async function take(folder = 'flags'): Promise<FolderLock> {
  const lock = await FolderLock.take({ store: 'file:flags', path: path(folder) });
  held.push(lock);
  return lock;
}

/** Puts the claim of another process there, as that would. */
async function claimed(details: Partial<FolderClaim>): Promise<string> {
  await mkdir(path('flags'), { recursive: true });
  const name = claimName({ ...(await thisProcess()), id: 'c0ffee', ...details });
  await writeFile(path(`flags/${name}`), '');
  return name;
}

/** Makes a claim look as if it was renewed so many milliseconds ago. */
async function renewed(name: string, milliseconds: number): Promise<void> {
  const then = new Date(Date.now() - milliseconds);
  await utimes(path(`flags/${name}`), then, then);
}

/** The liveness socket of that process. */
async function alive(): Promise<LivenessSocket | undefined> {
  const socket = await LivenessSocket.open(livenessSocketPath(path('flags'), 'c0ffee'));
  held.push({ release: async () => await socket?.close() });
  return socket;
}

const refused = (pattern: RegExp) => ({ code: 'STORE_UNAVAILABLE', message: expect.stringMatching(pattern) });

describe('The lock of a folder', () => {
  it('allows only one owner at a time, and leaves no file behind', async () => {
    const lock = await take();
    const inUse = /"file:flags".*\/flags is in use by another FileStore of this process\. Share that one, or close/;
    await expect(take()).rejects.toMatchObject(refused(inUse));
    await expect(take()).rejects.toMatchObject(refused(inUse));
    await take('others');
    await lock.release();
    await (await take()).release();
    expect(await readdir(path('flags'))).toStrictEqual([]);
  });

  it('leaves no claim behind while waiting, so that waiting processes do not exclude each other', async () => {
    await take();
    const before = await stat(path('flags'));
    for (let i = 0; i < 3; i++) await expect(take()).rejects.toMatchObject(refused(/in use/));
    expect((await stat(path('flags'))).mtimeMs).toBe(before.mtimeMs);
  });

  it('allows only one of several concurrent owners', async () => {
    for (let round = 0; round < 20; round++) {
      const taken = await Promise.allSettled(Array.from({ length: 4 }, () => take()));
      expect(taken.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
      const one = taken.find((each) => each.status === 'fulfilled')?.value ?? (await eventually(() => take()));
      await expect(take()).rejects.toMatchObject(refused(/in use/));
      await one.release();
      expect(await readdir(path('flags'))).toStrictEqual([]);
    }
  });

  it('is denied to others while a process of this machine lives, whose host and pid are named', async () => {
    await claimed({ pid: process.ppid, started: undefined });
    await expect(take()).rejects.toMatchObject(
      refused(new RegExp(`/flags is in use by process ${process.ppid} of host ".+"\\. Wait until it has ended, or`)),
    );
  });

  it.each<[whose: string, details: Partial<FolderClaim>]>([
    ['whose pid nobody has', { pid: 2 ** 30 }],
    ['whose pid another process has by now', { pid: process.ppid, started: '1' }],
  ])('can be taken from a process %s', async (_, details) => {
    await claimed(details);

    await take();
    expect((await readdir(path('flags'))).filter((name) => name.includes('c0ffee'))).toStrictEqual([]);
  });

  it.each<[whose: string, details: Partial<FolderClaim>]>([
    ['another machine', { pid: process.ppid, boot: 'yesterday' }],
    ['another container, without a liveness socket', { pid: process.ppid, namespace: '7' }],
  ])('is not taken from %s of the same name before the claim is outdated', async (_, details) => {
    const name = await claimed(details);
    await expect(take()).rejects.toMatchObject(refused(/or was less than a minute ago/));
    await renewed(name, 70_000);
    await take();
    expect((await readdir(path('flags'))).filter((file) => file.includes('c0ffee'))).toStrictEqual([]);
  });

  it('is not taken within one process if no liveness socket is possible', async () => {
    await claimed({});
    await expect(take()).rejects.toMatchObject(refused(/another FileStore of this process/));
  });

  it('is not taken from a container of this machine while that lives', async () => {
    await claimed({ host: 'shop-7f9c', pid: 1, namespace: '7' });
    await alive();
    await expect(take()).rejects.toMatchObject(refused(/is in use by process 1 of host "shop-7f9c"\. Wait until/));
  });

  it('is taken from another host only when its claim was not renewed for a minute', async () => {
    const name = await claimed({ host: 'shop-2', pid: 4711, boot: 'another' });
    await renewed(name, 50_000);
    await expect(take()).rejects.toMatchObject(refused(/of host "shop-2", or was less than a minute ago/));
    await renewed(name, 70_000);
    await (await take()).release();
    expect(await readdir(path('flags'))).toStrictEqual([]);
  });

  it('renews its claim for other hosts until it is released', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'Date', 'performance'],
    });
    try {
      const lock = await take();
      const name = (await readdir(path('flags'))).find((file) => parseClaimName(file) !== undefined) ?? '';
      await renewed(name, 130_000);
      jest.advanceTimersByTime(10_000);
      await eventually(async () => {
        expect((await stat(path(`flags/${name}`))).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
      });
      expect((await stat(path(`flags/${name}`))).size).toBe(0); // a full disk has no space for more
      expect(lock.isLost).toBe(false);
      await lock.release();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('is lost to an owner that was suspended while another one took it', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'Date', 'performance'],
    });
    try {
      const lock = await take();
      for (const name of await readdir(path('flags'))) await rm(path(`flags/${name}`));
      jest.advanceTimersByTime(10_000);
      await eventually(() => expect(lock.isLost).toBe(true));
    } finally {
      jest.useRealTimers();
    }
  });

  it('is not taken from another host at once, and the error names the remedy', async () => {
    const name = await claimed({ host: 'shop-2', pid: 4711, boot: 'another' });
    await expect(take()).rejects.toMatchObject(
      refused(
        /is in use by process 4711 of host "shop-2", or was less than a minute ago\..* remove the file ".*\/flags\/lock\.host=shop-2,pid=4711,/,
      ),
    );
    expect(await readdir(path('flags'))).toEqual([name]);
  });

  it('is rejected if there can be no folder, and the error says why', async () => {
    await writeFile(path('flags'), 'a file where the folder should be');
    await expect(take()).rejects.toMatchObject(
      refused(/\/flags cannot be locked: EEXIST.*Check the folder, its permissions/),
    );
  });
});
