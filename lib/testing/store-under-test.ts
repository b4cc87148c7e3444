import type { FlagStore } from '../store/flag-store.js';
import { inTime } from './delivered-definitions.js';

/** A store of nobody else, and what the contract may do to it from outside. */
export interface StoreUnderTest {
  readonly store: FlagStore;
  /** One more store object over the same data, as another instance has one. Absent: there is never more than one. */
  readonly another?: (() => FlagStore | Promise<FlagStore>) | undefined;
  /** The store after a restart, once it has been closed. Absent: it does not outlive its process. */
  readonly reopen?: (() => FlagStore | Promise<FlagStore>) | undefined;
  /** Puts the store out of reach. Absent: that cannot happen. */
  readonly break?: (() => void | Promise<void>) | undefined;
  /** Undoes {@link StoreUnderTest.break}. */
  readonly mend?: (() => void | Promise<void>) | undefined;
  /** Gives back what `open` took, such as a folder or a server; called last, once every store is closed. */
  readonly close?: (() => void | Promise<void>) | undefined;
}

/** Makes a store that holds nothing yet. */
export type OpenStore = () => StoreUnderTest | Promise<StoreUnderTest>;

/** One sentence of the contract, and the check that holds a store to it. */
export type StoreContractItem = readonly [sentence: string, check: (open: OpenStore) => Promise<void>];

/** Opens a store, checks it, and closes it with all that came of it, whatever the check said. */
export async function withStore(open: OpenStore, check: (subject: StoreUnderTest) => Promise<void>): Promise<void> {
  const subject = await open();
  const stores = [subject.store];
  const kept = async (made: FlagStore | Promise<FlagStore>): Promise<FlagStore> => {
    const store = await made;
    stores.push(store);
    return store;
  };
  const { another, reopen } = subject;
  try {
    await check({
      ...subject,
      another: another && (() => kept(another())),
      reopen: reopen && (() => kept(reopen())),
    });
  } finally {
    for (const store of stores) await inTime('close() did not end', () => store.close?.());
    await subject.close?.();
  }
}

/** Likewise, with a second instance; does nothing for a store that never has one. */
export async function withInstances(
  open: OpenStore,
  check: (one: FlagStore, other: FlagStore) => Promise<void>,
): Promise<void> {
  await withStore(open, async ({ store, another }) => {
    if (another !== undefined) await check(store, await another());
  });
}

/** Likewise, with an outage; does nothing for a store that has none. The store is mended whatever the check said. */
export async function withOutage(
  open: OpenStore,
  check: (subject: StoreUnderTest, outage: (during: () => Promise<void>) => Promise<void>) => Promise<void>,
): Promise<void> {
  await withStore(open, async (subject) => {
    if (subject.break === undefined) return;
    await check(subject, async (during) => {
      await subject.break?.();
      try {
        await during();
      } finally {
        await subject.mend?.();
      }
    });
  });
}
