import assert from 'node:assert/strict';
import type { AuditEntry } from '../store/audit-entry.js';
import type { FlagStore } from '../store/flag-store.js';
import { present } from './contract.js';
import { inTime } from './delivered-definitions.js';
import { overrideSet, overridesSet } from './shop-changes.js';
import { StoreFollower } from './store-follower.js';
import { withStore, type OpenStore, type StoreContractItem } from './store-under-test.js';
import { entriesAfter, StoreWriter } from './store-writer.js';

/** The tests of watching a store. */
export const storeWatchingContract: readonly StoreContractItem[] = [
  [
    'reports every change that is made through it',
    (open) =>
      withWatchable(open, async ({ store, watch }) => {
        const { follower } = await watch();
        const writer = new StoreWriter(store);
        const entries = [...(await writer.add(overrideSet('search')))];
        await follower.assertFollows(entries);
        entries.push(...(await writer.add(...overridesSet(3))));
        entries.push(...(await writer.add(overrideSet('theme'))));
        await follower.assertFollows(entries);
      }),
    'watch',
  ],
  [
    'does not report an append that it has rejected',
    (open) =>
      withWatchable(open, async ({ store, watch }) => {
        const { follower } = await watch();
        const writer = new StoreWriter(store);
        const entries = [...(await writer.add(overrideSet('search')))];
        const wrong = { version: 1, id: 'another' };
        assert.equal(await writer.append(entriesAfter(wrong, overridesSet(2)), wrong), false);
        entries.push(...(await writer.add(overrideSet('theme'))));
        await follower.assertFollows(entries);
      }),
    'watch',
  ],
  [
    'reports every change that another instance makes',
    (open) =>
      withWatchable(open, async ({ another, watch }) => {
        const { follower } = await watch();
        const writer = new StoreWriter(present(another));
        const entries = [...(await writer.add(overrideSet('search')))];
        await follower.assertFollows(entries);
        entries.push(...(await writer.add(...overridesSet(3))));
        await follower.assertFollows(entries);
      }),
    'watch',
    'instances',
  ],
  [
    'reports all entries that are appended while it is watched, by any instance and at any rate',
    (open) =>
      withWatchable(open, async ({ store, another = store, watch }) => {
        const { follower } = await watch();
        const entries: AuditEntry[] = [];
        for (const change of overridesSet(20)) {
          const writer = new StoreWriter(entries.length % 3 === 0 ? store : another);
          entries.push(...(await writer.add(change, overrideSet('search'))));
        }
        await follower.assertFollows(entries);
      }),
    'watch',
  ],
  [
    'notifies all listeners',
    (open) =>
      withWatchable(open, async ({ store, watch }) => {
        const watchers = [await watch(), await watch()];
        const entries = await new StoreWriter(store).add(overrideSet('search'));
        await Promise.all(watchers.map(({ follower }) => follower.assertFollows(entries)));
      }),
    'watch',
  ],
  [
    'no longer notifies a listener that has stopped watching, but still notifies the others',
    (open) =>
      withWatchable(open, async ({ store, another = store, watch }) => {
        const leaver = await watch();
        const stayer = await watch();
        await leaver.unwatch();
        const counted = leaver.follower.count;
        const entries = [...(await new StoreWriter(store).add(overrideSet('search')))];
        entries.push(...(await new StoreWriter(another).add(overrideSet('theme'))));
        await stayer.follower.assertFollows(entries);
        assert.equal(leaver.follower.count, counted, 'a listener was called after it had stopped watching');
      }),
    'watch',
  ],
  [
    'can be watched again after all listeners have stopped, even if one stops twice',
    (open) =>
      withWatchable(open, async ({ store, another = store, watch }) => {
        const earlier = await watch();
        await earlier.unwatch();
        await earlier.unwatch();
        const { follower } = await watch();
        await follower.assertFollows([]);
        await follower.assertFollows(await new StoreWriter(another).add(overrideSet('search')));
      }),
    'watch',
  ],
];

interface Watcher {
  readonly follower: StoreFollower;
  readonly unwatch: () => Promise<void>;
}

interface WatchableStore {
  readonly store: FlagStore;
  readonly another?: FlagStore | undefined;
  readonly watch: () => Promise<Watcher>;
}

/** Runs a check, and stops every watch afterwards. */
async function withWatchable(open: OpenStore, check: (subject: WatchableStore) => Promise<void>): Promise<void> {
  await withStore(open, async ({ store, another }) => {
    const watchers: Watcher[] = [];
    const watch = async () => {
      const watcher = await watched(store);
      watchers.push(watcher);
      return watcher;
    };
    await new StoreWriter(store).read();
    try {
      await check({ store, another: await another?.(), watch });
    } finally {
      for (const { unwatch } of watchers) await unwatch();
    }
  });
}

/** Watches an empty store. */
export async function watched(store: FlagStore): Promise<Watcher> {
  const follower = new StoreFollower(store);
  const unwatch = await inTime('watch() did not begin', () => store.watch?.(follower.listener));
  assert.equal(typeof unwatch, 'function', 'watch() must return a function that stops the notifications');
  return { follower, unwatch: () => inTime('a watch did not end', () => unwatch?.()) };
}
