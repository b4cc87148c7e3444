import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FileStore } from '../../lib/store/file/file.store.js';
import { managers } from '../unit/manager/managers.js';
import { tempFolder } from '../unit/manager/temp-folder.js';

const BY = { actor: 'ops', reason: 'incident 7' };
const PATIENT = { storeTimeout: '30s', bootTimeout: '30s' } as const;
const start = managers();
const path = tempFolder();

describe('A FileStore whose folder is emptied', () => {
  it('releases no kill switch in the running process, accepts no change, and reports it', async () => {
    const folder = path('data');
    const { flags } = await start({ ...PATIENT, store: new FileStore(folder), initialFlags: { checkout: true } });
    await flags.disable('checkout', BY);
    for (const file of await readdir(folder)) await rm(join(folder, file), { recursive: true });
    await expect(flags.enable('checkout', BY)).rejects.toMatchObject({
      code: expect.stringMatching(/^STORE_(UNAVAILABLE|FAILED)$/),
    });
    expect([flags.isEnabled('checkout'), flags.status().state]).toEqual([false, 'degraded']);
  });

  it('releases no kill switch after a restart beside a bootstrap file, and is restored', async () => {
    const [folder, bootstrapFile] = [path('data'), path('flags.json')];
    const options = { ...PATIENT, initialFlags: { checkout: true }, bootstrapFile };
    const first = await start({ ...options, store: new FileStore(folder) });
    await first.flags.disable('checkout', BY);
    await first.flags.close();
    await rm(folder, { recursive: true });
    const { flags } = await start({ ...options, store: new FileStore(folder) });
    expect([flags.isEnabled('checkout'), flags.status().state]).toEqual([false, 'degraded']);
    await expect(flags.enable('checkout', BY)).rejects.toMatchObject({ code: 'STORE_DATA_LOSS' });
    expect(await flags.restoreStore(BY)).toEqual({ restored: 1, kept: 0 });
    expect([flags.isEnabled('checkout'), flags.status().state]).toEqual([false, 'ready']);
    await flags.close();
    const { flags: again } = await start({
      ...PATIENT,
      store: new FileStore(folder),
      initialFlags: { checkout: true },
    });
    expect(again.isEnabled('checkout')).toBe(false);
  });
});
