import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { StoreProcess } from './store-process.js';

const built = process.env['CRASH_DIST'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
const started: StoreProcess[] = [];
let folder: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  if (!existsSync(built)) throw new Error(`${built} is missing: run "npm run build", or name one by CRASH_DIST.`);
  const directory = await temporaryDirectory();
  ({ remove } = directory);
  folder = join(directory.path, 'flags');
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.kill()));
  await remove();
});

function start(): StoreProcess {
  const made = new StoreProcess(built, folder);
  started.push(made);
  return made;
}

function refusedFor(holder: StoreProcess) {
  return {
    code: 'STORE_UNAVAILABLE',
    message: expect.stringMatching(
      new RegExp(`${folder} is in use by process ${holder.pid} of host ".+"\\. Wait until`),
    ),
  };
}

describe('A store folder that several processes use in turn', () => {
  it('passes to the next process once its owner has closed it, with every acknowledged change', async () => {
    const [old, next] = [start(), start()];
    expect(await old.ask('append')).toEqual({ version: 1 });
    expect(await next.ask('read')).toEqual(refusedFor(old));
    expect(await old.ask('append')).toEqual({ version: 2 });
    expect(await next.ask('append')).toEqual(refusedFor(old));
    expect(await old.ask('append')).toEqual({ version: 3 });
    await old.ask('close');
    expect(await next.ask('read')).toEqual({ version: 3 });
    expect(await next.ask('append')).toEqual({ version: 4 });
    await next.ask('close');
    expect((await readdir(folder)).toSorted()).toEqual(['audit.jsonl', 'head.json', 'state.json']);
  });

  it('passes to the next process as soon as its owner is killed', async () => {
    for (let version = 1; version <= 4; version++) {
      const one = start();
      expect(await one.ask('append')).toEqual({ version });
      await one.kill();
    }
  });

  it('is not taken from a suspended process', async () => {
    const [old, next] = [start(), start()];
    expect(await old.ask('append')).toEqual({ version: 1 });
    old.suspend();
    expect(await next.ask('append')).toEqual(refusedFor(old));
    old.resume();
    expect(await old.ask('append')).toEqual({ version: 2 });
  });

  it('allows at most one of several concurrent owners after a crash', async () => {
    for (let round = 1; round <= 5; round++) {
      const rivals = Array.from({ length: 3 }, start);
      const answers = await Promise.all(rivals.map((each) => each.ask('append')));
      const winners = answers.filter(({ version }) => version !== undefined);
      expect(winners.length).toBeLessThanOrEqual(1);
      if (winners.length === 0)
        await eventually(async () => expect(await rivals[0]?.ask('append')).toEqual({ version: round }));
      else expect(winners).toEqual([{ version: round }]);
      await Promise.all(rivals.map((each) => each.kill()));
    }
  });
});
