import { describe, expect, it } from '@jest/globals';
import { MemoryStickyStore } from '../../../../lib/engine/allocation/memory-sticky-store.js';
import { ManagerEvents } from '../../../../lib/manager/manager-events.js';
import type { FlagManagerOptions } from '../../../../lib/manager/options/flag-manager.options.js';
import { resolveManagerOptions } from '../../../../lib/manager/options/resolve-manager-options.js';
import { buildStoreParts } from '../../../../lib/manager/parts/store-parts.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { plainStore } from '../scripted-store.js';

const build = (options: FlagManagerOptions) => buildStoreParts(resolveManagerOptions(options), new ManagerEvents());

describe('The store of a manager', () => {
  it('is in memory and private by default, and holds no definitions', () => {
    const [one, two] = [build({}), build({})];
    expect(one.store).toBeInstanceOf(MemoryStore);
    expect(one.store).not.toBe(two.store);
    expect(one.layer).toBeUndefined();
  });

  it('holds definitions if the store is given', () => {
    const store = new MemoryStore({ name: 'shop' });
    const parts = build({ store });
    expect([parts.store, parts.layer?.name]).toEqual([store, 'shop']);
  });
});

describe('The sticky variants of a manager', () => {
  it('are in memory if the store does not support them', () => {
    for (const options of [{}, { store: plainStore() }]) {
      const { sticky, sharedSticky } = build(options);
      expect([sticky, sharedSticky]).toEqual([expect.any(MemoryStickyStore), undefined]);
    }
  });

  it('are shared through a store that supports them', () => {
    const { sticky, sharedSticky } = build({ store: new MemoryStore() });
    expect(sharedSticky).toBeDefined();
    expect(sticky).toBe(sharedSticky);
  });

  it('are in the given sticky store, whatever the store supports', () => {
    const stickyStore = new MemoryStickyStore();
    const { sticky, sharedSticky } = build({ store: new MemoryStore(), stickyStore });
    expect([sticky, sharedSticky]).toEqual([stickyStore, undefined]);
  });
});
