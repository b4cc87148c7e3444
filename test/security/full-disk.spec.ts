import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { FileStore } from '../../lib/store/file/file.store.js';
import { FolderLock } from '../../lib/store/file/folder-lock.js';
import { writeFileAtomically } from '../../lib/store/file/atomic-file.js';
import { describeOnSmallDisk } from '../support/describe-on-small-disk.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { eventually } from '../support/eventually.js';
import { fileMethods } from '../unit/store/file-stores.js';
import { tempFolder } from '../unit/manager/temp-folder.js';

const by = { actor: 'operator', reason: 'r'.repeat(900) };
const opened: FlagManager[] = [];

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.allSettled(opened.splice(0).map((flags) => flags.close()));
});

async function managed(folder: string, storeTimeout: '5s' | '1s' = '5s') {
  const logger = new RecordingLogger();
  const definitions = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`flag_${i}`, false]));
  const store = new FileStore(folder, { name: 'shop' });
  const flags = await FlagManager.create({
    store,
    storeTimeout,
    logger,
    initialFlags: { checkout: true, ...definitions },
  });
  opened.push(flags);
  return { flags, logger, store };
}

/** The keys that the audit log knows, as the next process finds them. */
async function keysAfterRestart(flags: FlagManager, folder: string): Promise<readonly string[]> {
  await flags.close();
  const next = await managed(folder);
  return (await next.flags.getAuditLog()).entries.map(({ key }) => key).toReversed();
}

/** Changes until one is refused for want of space. */
async function firstRefusal(flags: FlagManager): Promise<{ readonly error: unknown; readonly key: string }> {
  for (let i = 0; i < 30; i++) {
    const key = `flag_${i}`;
    const error: unknown = await flags.setOverride(key, true, by).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error !== undefined) return { error, key };
  }
  throw new Error('no change was refused');
}

describeOnSmallDisk('A file store on a full disk', (disk) => {
  const folder = () => join(disk().path, 'flags');

  it('rejects every change at once, keeps the current state in force, and continues when there is space again', async () => {
    const { flags, logger } = await managed(folder());
    await flags.setOverride('checkout', false, by);
    disk().fill();
    const { error, key } = await firstRefusal(flags);
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', isRefusal: true });
    expect(String(error)).toMatch(/nothing was changed: .*audit\.jsonl cannot be written: ENOSPC.*free space/);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => flags.setOverride(key, true, by)));
    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'rejected'));
    expect([flags.isEnabled('checkout'), flags.isEnabled(key)]).toEqual([false, false]);
    expect((await flags.getAuditLog()).entries.some((entry) => entry.key === key)).toBe(false);
    await flags.refresh();
    const told = logger.lines.filter((line) => line.includes('"shop"'));
    expect(told).toEqual([
      expect.stringMatching(/^error .*accepts no changes; its current content stays in force: .*ENOSPC/),
    ]);

    disk().free();
    await flags.setOverride('flag_29', true, by);
    expect(flags.isEnabled('flag_29')).toBe(true);
    expect(logger.lines.filter((line) => line.includes('"shop"')).slice(1)).toEqual([
      expect.stringContaining('accepts changes again'),
    ]);
    const keys = await keysAfterRestart(flags, folder());
    expect(keys).not.toContain(key);
    expect([keys[0], keys.at(-1)]).toEqual(['checkout', 'flag_29']);
  });

  it('closes, and starts again with its previous state', async () => {
    const { flags } = await managed(folder());
    await flags.setOverride('checkout', false, by);
    disk().fill();
    const { key } = await firstRefusal(flags);
    await flags.close();
    const next = await managed(folder());
    expect([next.flags.isEnabled('checkout'), next.flags.isEnabled(key)]).toEqual([false, false]);
    await expect(next.flags.setOverride(key, true, by)).rejects.toMatchObject({ isRefusal: true });
  });

  it('leaves nothing of a checkpoint or a sticky variant that did not fit', async () => {
    const store = new FileStore(folder());
    await store.read();
    disk().fill(8192); // so that a part of each does fit
    const documents = Array.from({ length: 200 }, (_, i) => ({
      unit: `userId:${'u'.repeat(200)}${i}`,
      flag: 'theme',
      assignment: { variant: 'modern', version: 1 },
    }));
    await expect(store.writeSticky(documents)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', isRefusal: true });
    await expect(writeFileAtomically(join(folder(), 'state.json'), 'x'.repeat(100_000))).rejects.toThrow('ENOSPC');
    expect((await readdir(folder())).filter((name) => !name.startsWith('lock.'))).toEqual([
      'audit.jsonl',
      'sticky.jsonl',
    ]);
    expect(await readFile(join(folder(), 'sticky.jsonl'), 'utf8')).toBe('');
    disk().free();
    expect(await store.writeSticky(documents)).toHaveLength(200);
    await store.close();
  });

  it('keeps its folder from other machines, which check the date of its claim', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'Date', 'performance'],
    });
    try {
      const lock = await FolderLock.take({ store: 'shop', path: folder() });
      const claim = (await readdir(folder())).find((name) => !name.endsWith('.sock')) ?? '';
      disk().fill();
      const before = (await stat(join(folder(), claim))).mtimeMs;
      await eventually(async () => {
        jest.advanceTimersByTime(10_000);
        expect((await stat(join(folder(), claim))).mtimeMs).toBeGreaterThan(before);
      });
      await lock.release();
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('A disk that hangs', () => {
  const path = tempFolder();

  it('delays no change, evaluation or close for longer than "storeTimeout", and nothing abandoned is ever applied', async () => {
    const { flags } = await managed(path('flags'), '1s');
    await flags.setOverride('checkout', false, by);
    let goOn: (() => void) | undefined;
    const hanging = new Promise<void>((resolve) => (goOn = resolve));
    jest.spyOn(await fileMethods(path('any')), 'datasync').mockImplementationOnce(() => hanging);

    const changes = Array.from({ length: 5 }, (_, i) => flags.setOverride(`flag_${i}`, true, by));
    const settled: number[] = [];
    changes.forEach((change, i) => void change.catch(() => settled.push(i)));
    await expect(changes[0]).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await eventually(() => expect(settled).toEqual([0, 1, 2, 3, 4])); // they have timed out as well
    expect([flags.isEnabled('checkout'), flags.isEnabled('flag_0')]).toEqual([false, false]);
    expect(flags.status().state).toBe('degraded');

    goOn?.();
    await eventually(() => flags.setOverride('flag_9', true, by));
    expect(flags.isEnabled('flag_0')).toBe(false);
    expect(await keysAfterRestart(flags, path('flags'))).toEqual(['checkout', 'flag_9']);
  });

  it('does not delay close()', async () => {
    const { flags } = await managed(path('flags'), '1s');
    let goOn: (() => void) | undefined;
    const hanging = new Promise<void>((resolve) => (goOn = resolve));
    jest.spyOn(await fileMethods(path('any')), 'datasync').mockImplementationOnce(() => hanging);
    const change = flags.setOverride('flag_0', true, by);
    await expect(change).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(flags.close()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    goOn?.();
  });
});

describe('A disk that fails', () => {
  const path = tempFolder();
  const eio = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });

  it('on flush and truncate: the change has an unknown outcome, and is removed before the next one', async () => {
    const { flags } = await managed(path('flags'), '1s');
    await flags.setOverride('checkout', false, by);
    const methods = await fileMethods(path('any'));
    const flush = jest.spyOn(methods, 'datasync').mockRejectedValue(eio);
    const shorten = jest.spyOn(methods, 'truncate').mockRejectedValue(eio);
    await expect(flags.setOverride('flag_0', true, by)).rejects.toThrow('whether the change was stored');
    expect(flags.isEnabled('flag_0')).toBe(false);
    flush.mockRestore();
    shorten.mockRestore();
    await eventually(() => flags.setOverride('flag_1', true, by));
    expect(await keysAfterRestart(flags, path('flags'))).toEqual(['checkout', 'flag_1']);
  });

  it.each(['EACCES', 'EROFS', 'EDQUOT', 'EMFILE'])(
    'with %s: the change is rejected, and nothing of it remains',
    async (code) => {
      const { flags, logger } = await managed(path('flags'));
      const failure = Object.assign(new Error(code), { code });
      const writing = jest.spyOn(await fileMethods(path('any')), 'appendFile').mockRejectedValue(failure);
      for (let i = 0; i < 3; i++) {
        await expect(flags.setOverride('flag_0', true, by)).rejects.toMatchObject({ isRefusal: true });
      }
      writing.mockRestore();
      await flags.setOverride('flag_1', true, by);
      expect(logger.lines.filter((line) => line.includes('"shop"'))).toHaveLength(2);
      expect(await keysAfterRestart(flags, path('flags'))).toEqual(['flag_1']);
    },
  );

  it('is flushed before a new file replaces the old one, and the folder after that', async () => {
    await writeFileAtomically(path('state.json'), 'old');
    const methods = await fileMethods(path('any'));
    const original = Object.getOwnPropertyDescriptor(methods, 'sync')?.value as () => Promise<void>;
    const seen: string[] = [];
    jest.spyOn(methods, 'sync').mockImplementation(async function (this: typeof methods) {
      const isFolder = (await this.stat()).isDirectory();
      seen.push(`${isFolder ? 'folder' : 'file'} while it is ${await readFile(path('state.json'), 'utf8')}`);
      await original.call(this);
    });
    await writeFileAtomically(path('state.json'), 'new');
    expect(seen).toEqual(['file while it is old', 'folder while it is new']);
  });
});
