import assert from 'node:assert/strict';
import { present } from './contract.js';
import { inTime } from './delivered-definitions.js';
import { CHANGED_KINDS, overrideSet, overridesSet } from './shop-changes.js';
import { readFrom, sticky, writeTo } from './store-sticky.contract.js';
import { withStore, type StoreContractItem } from './store-under-test.js';
import { assertSame, entriesAfter, StoreWriter } from './store-writer.js';

/** The tests of closing a store, and of what it contains after it is opened again. */
export const storeLifetimeContract: readonly StoreContractItem[] = [
  [
    'can be closed twice',
    (open) =>
      withStore(open, async ({ store }) => {
        await new StoreWriter(store).add(overrideSet('search'));
        await inTime('close() did not end', () => store.close?.());
        await inTime('the second close() did not end', () => store.close?.());
      }),
    'close',
  ],
  [
    'can be closed before its first use',
    (open) => withStore(open, ({ store }) => inTime('close() did not end', () => store.close?.())),
    'close',
  ],
  [
    'contains everything after a restart',
    (open) =>
      withStore(open, async ({ store, reopen }) => {
        const writer = new StoreWriter(store);
        const entries = [
          ...(await writer.add(
            ...CHANGED_KINDS.map(({ key, created, numbered }) => ({
              action: created,
              key,
              before: null,
              after: numbered(1),
            })),
          )),
          ...(await writer.add(...overridesSet(3))),
        ];
        const last = await writer.position();
        await inTime('close() did not end', () => store.close?.());
        const again = new StoreWriter(await present(reopen)());
        await again.assertHolds(entries);
        assert.equal(await again.append(entriesAfter(last, overridesSet(1)), { ...last, id: 'another' }), false);
        await again.assertHolds([...entries, ...(await again.add(overrideSet('theme')))]);
      }),
    'restart',
  ],
  [
    'contains sticky variants after a restart',
    (open) =>
      withStore(open, async ({ store, reopen }) => {
        await writeTo(store, [sticky('userId:ada', 'plain'), sticky('userId:grace', 'bold')]);
        await writeTo(store, [sticky('userId:ada', 'bold', 2)]);
        await inTime('close() did not end', () => store.close?.());
        const again = await present(reopen)();
        const kept = [sticky('userId:ada', 'bold', 2), sticky('userId:grace', 'bold')];
        assertSame(
          await writeTo(again, [sticky('userId:ada', 'dark'), sticky('userId:grace', 'dark')]),
          kept,
          'writeSticky() returns',
        );
        assertSame(await readFrom(again, ['userId:ada']), kept.slice(0, 1), 'readSticky() returns');
      }),
    'restart',
    'sticky',
  ],
];
