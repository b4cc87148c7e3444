import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { FileStore } from '../../lib/store/file/file.store.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { tempFolder } from '../unit/manager/temp-folder.js';

const path = tempFolder();
const managers: FlagManager[] = [];
afterEach(() => Promise.all(managers.splice(0).map((manager) => manager.close())));

async function start(): Promise<FlagManager> {
  const store = new FileStore(path('flags'));
  const bootstrapFile = path('copies/bootstrap.json');
  const manager = new FlagManager({ store, bootstrapFile, bootTimeout: '300ms', logger: new RecordingLogger() });
  managers.push(manager);
  await manager.start();
  return manager;
}

/** A folder that a manager has left. */
async function shop(): Promise<void> {
  const flags = await start();
  await flags.disable('checkout');
  await flags.close();
}

const modeOf = async (name: string) => ((await stat(path(name))).mode & 0o777).toString(8);

async function modes(): Promise<readonly string[]> {
  const names = (await readdir(path('flags'))).map((name) => `flags/${name}`);
  return await Promise.all(['copies/bootstrap.json', ...names].map(modeOf));
}

describe('The files of a store', () => {
  it('are created for their owner only, like their folder', async () => {
    await shop();
    expect([await modeOf('flags'), await modeOf('copies')]).toEqual(['700', '700']);
    expect(new Set(await modes())).toEqual(new Set(['600']));
  });

  it('are closed to others when they were restored open to them', async () => {
    await shop();
    for (const name of await readdir(path('flags'))) await chmod(path(`flags/${name}`), 0o644);
    await chmod(path('flags'), 0o755);
    await chmod(path('copies/bootstrap.json'), 0o644);
    const flags = await start();
    await flags.disable('search');
    await flags.close();
    expect(await modeOf('flags')).toBe('700');
    expect(new Set(await modes())).toEqual(new Set(['600']));
  });

  it.each(['audit.jsonl', 'state.json', 'head.json'])('are not read through a symbolic link at %s', async (name) => {
    await shop();
    await rename(path(`flags/${name}`), path('elsewhere'));
    await symlink(path('elsewhere'), path(`flags/${name}`));
    await expect(start()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining(`${name} is a symbolic link, which is not followed`),
    });
  });

  it('are not written through a symbolic link at the name of a temporary file', async () => {
    await shop();
    await writeFile(path('precious'), 'precious');
    for (const name of ['state.json.tmp', 'head.json.tmp']) await symlink(path('precious'), path(`flags/${name}`));
    const flags = await start();
    for (const name of ['state.json.tmp', 'head.json.tmp']) {
      await symlink(path('precious'), path(`flags/${name}`));
    }
    await flags.disable('search');
    await flags.close();
    expect(await readFile(path('precious'), 'utf8')).toBe('precious');
    expect((await readdir(path('flags'))).toSorted()).toEqual(['audit.jsonl', 'head.json', 'state.json']);
  });

  it('are not stored in a folder that is a symbolic link', async () => {
    await mkdir(path('elsewhere'));
    await symlink(path('elsewhere'), path('flags'));
    await expect(start()).rejects.toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining('symbolic') });
    expect(await readdir(path('elsewhere'))).toStrictEqual([]);
  });

  it.each(['audit.jsonl', 'state.json', 'head.json'])('do not block a start by a FIFO at %s', async (name) => {
    await shop();
    await rm(path(`flags/${name}`));
    await rm(path('copies'), { recursive: true });
    execFileSync('mkfifo', [path(`flags/${name}`)]);
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining('it is not a regular file') });
  });
});
