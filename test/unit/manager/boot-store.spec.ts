import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { StoreFailedError, StoreUnavailableError } from '../../../lib/store/store.errors.js';
import { eventually } from '../../support/eventually.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { instances } from './instances.js';
import { ScriptedStore } from './scripted-store.js';

const shared = instances();

function away(memory: ScriptedStore['memory']): ScriptedStore {
  const store = new ScriptedStore(memory);
  store.failure = new Error('connection refused');
  return store;
}

describe('A start while the store is starting', () => {
  it('waits until the store is available', async () => {
    const { start, memory } = shared();
    const { flags: first } = await start();
    await first.saveFlag('search', true);
    const store = away(memory);
    const starting = start({ bootTimeout: '20s' }, store);
    await eventually(() => expect(store.watches).toBeGreaterThan(1));
    store.failure = undefined;
    const { flags, logger } = await starting;
    expect([flags.isEnabled('search'), flags.status().state]).toEqual([true, 'ready']);
    expect(logger.lines.map((line) => line.replace(/ since .*|, and .*/, ''))).toEqual([
      'error Flag store "shared" has been unavailable',
      'log Flag store "shared" is available again',
    ]);
  });

  it('waits until the store is available although its bootstrap file was not written yet', async () => {
    const { start, memory } = shared();
    const { path, remove } = await temporaryDirectory();
    const store = away(memory);
    const starting = start({ bootTimeout: '20s', bootstrapFile: join(path, 'flags.json') }, store);
    await eventually(() => expect(store.watches).toBeGreaterThan(1));
    store.failure = undefined;
    const { flags, logger } = await starting;
    expect(flags.status().state).toBe('ready');
    expect(logger.lines.filter((line) => line.includes('bootstrap file'))).toHaveLength(1);
    await flags.close();
    await remove();
  });

  it(`fails with the store's error after "bootTimeout"`, async () => {
    const { start, memory } = shared();
    const store = away(memory);
    const starting = start({ bootTimeout: '2s' }, store);
    await expect(starting).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', detail: 'connection refused' });
    expect(store.watches).toBeGreaterThan(1);
  });

  it('does not retry a refusal, such as a wrong password, but retries a temporary one', async () => {
    const { start, memory } = shared();
    const store = new ScriptedStore(memory);
    store.failure = new StoreUnavailableError('shared', 'wrong password', { isRefusal: true });
    await expect(start({ bootTimeout: '20s' }, store)).rejects.toThrow('wrong password');
    expect(store.watches).toBe(1);
    const loading = new ScriptedStore(memory);
    loading.failure = new StoreUnavailableError('shared', 'it is loading', { isRefusal: true, isTemporary: true });
    const starting = start({ bootTimeout: '20s' }, loading);
    await eventually(() => expect(loading.watches).toBeGreaterThan(1));
    loading.failure = undefined;
    await expect(starting).resolves.toBeDefined();
  });

  it('does not retry a failure that an operator must fix', async () => {
    const { start, memory } = shared();
    const store = new ScriptedStore(memory);
    store.failure = new StoreFailedError('shared', 'its log is damaged.');
    await expect(start({ bootTimeout: '20s' }, store)).rejects.toThrow('its log is damaged');
    expect(store.watches).toBe(1);
  });

  it('reports a store that never answers', async () => {
    const { start, memory } = shared();
    const store = new ScriptedStore(memory);
    store.hangs = true;
    const starting = start({ bootTimeout: '200ms', storeTimeout: '60s' }, store);
    await expect(starting).rejects.toThrow('did not answer within 200 ms ("bootTimeout")');
  });
});
