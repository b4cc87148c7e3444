import { describe, expect, it } from '@jest/globals';
import { StoreLayer } from '../../../../lib/manager/replica/store-layer.js';
import { settled } from '../managers.js';
import { POLL_MS, replicas, write } from './replicas.js';

const { opened, unopened } = replicas();

const REASON = 'a pooler is in between';
const WARNING = `Flag store "shared" does not announce changes and is polled every ${POLL_MS} ms: ${REASON}.`;

/** An instance whose store receives nothing from other instances. */
async function unannounced() {
  const parts = await opened();
  parts.store.onFeed = () => {};
  const tell = (reason = REASON) => {
    for (const listener of parts.store.listeners) listener.unannounced(reason);
  };
  const resume = () => {
    for (const listener of parts.store.listeners) listener.resumed();
  };
  return { ...parts, tell, resume };
}

describe('An instance whose store does not announce changes', () => {
  it('polls it, and counts it as available', async () => {
    const { memory, replica, keys, pass, tell } = await unannounced();
    tell();
    await settled();
    write(memory, 'sale');
    await pass(POLL_MS / 2);
    expect(keys()).toStrictEqual([]);
    await pass(POLL_MS);
    expect([keys(), replica.health.state]).toEqual([['sale'], 'loaded']);
  });

  it('reads it at once, because changes may have been missed before', async () => {
    const { memory, keys, tell } = await unannounced();
    write(memory, 'sale');
    tell();
    await settled();
    expect(keys()).toEqual(['sale']);
  });

  it('warns once while the reason is the same', async () => {
    const { tell, logger, pass } = await unannounced();
    tell();
    await pass(2 * POLL_MS);
    tell();
    expect(logger.warnings).toEqual([WARNING]);
    tell('another reason');
    expect(logger.warnings).toHaveLength(2);
  });

  it('logs when changes are announced, and reads those that were not', async () => {
    const { memory, keys, tell, resume, logger } = await unannounced();
    tell();
    await settled();
    write(memory, 'sale');
    resume();
    await settled();
    expect(keys()).toEqual(['sale']);
    expect(logger.logs).toContain('Flag store "shared" announces changes now.');
  });

  it('shows the reason in its status until changes are announced', async () => {
    const { replica, tell, resume } = await unannounced();
    const layer = new StoreLayer('shared', replica);
    expect(layer.status()).not.toHaveProperty('pollingReason');
    tell();
    await settled();
    expect(layer.status()).toMatchObject({ state: 'loaded', pollingReason: REASON });
    resume();
    await settled();
    expect(layer.status()).not.toHaveProperty('pollingReason');
  });

  it('counts it as available again after an outage that ends this way', async () => {
    const { store, replica, tell } = await unannounced();
    for (const listener of store.listeners) listener.lost(new Error('cut'));
    expect(replica.health.isCurrent).toBe(false);
    tell();
    await settled();
    expect(replica.health.isCurrent).toBe(true);
  });

  it('reads it only once at boot', async () => {
    const { store, replica } = unopened();
    const watch = store.watch.bind(store);
    store.watch = async (listener) => {
      listener.unannounced(REASON);
      return await watch(listener);
    };
    await replica.sync();
    await settled();
    expect([store.reads, replica.pollingReason]).toEqual([1, REASON]);
  });
});
