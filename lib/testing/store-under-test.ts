import type { FlagStore } from '../store/flag-store.js';
import { present, type Abilities, type ContractCase } from './contract.js';
import { inTime } from './delivered-definitions.js';

/** A store that is not shared, and the operations that the contract applies to it. */
export interface StoreUnderTest {
  /** The store. */
  readonly store: FlagStore;
  /**
   * Opens a second store object with the same data, as another instance would. If it is absent, the store lacks
   * `instances`.
   */
  readonly another?: (() => FlagStore | Promise<FlagStore>) | undefined;
  /** Opens the store again after it was closed, as after a restart. If it is absent, the store lacks `restart`. */
  readonly reopen?: (() => FlagStore | Promise<FlagStore>) | undefined;
  /** Makes the store unavailable. If it is absent, the store lacks `outage`. */
  readonly break?: (() => void | Promise<void>) | undefined;
  /** Undoes {@link StoreUnderTest.break}. */
  readonly repair?: (() => void | Promise<void>) | undefined;
  /** Releases the resources of `open`, such as a folder or a server. It is called last, after every store is closed. */
  readonly close?: (() => void | Promise<void>) | undefined;
}

/** Creates an empty store. */
export type OpenStore = () => StoreUnderTest | Promise<StoreUnderTest>;

/** The optional abilities of a store. Each has its own tests in the contract. */
export type StoreAbility =
  'close' | 'instances' | 'leases' | 'outage' | 'restart' | 'sticky' | 'time' | 'usage' | 'watch';

export const storeAbilities: Abilities<StoreUnderTest, StoreAbility> = {
  close: ({ store }) => store.close !== undefined,
  instances: ({ another }) => another !== undefined,
  leases: ({ store }) => store.lease !== undefined,
  outage: (subject) => subject.break !== undefined && subject.repair !== undefined,
  restart: ({ reopen }) => reopen !== undefined,
  sticky: ({ store }) => store.readSticky !== undefined && store.writeSticky !== undefined,
  time: ({ store }) => store.now !== undefined,
  usage: ({ store }) => store.addUsage !== undefined && store.readUsage !== undefined,
  watch: ({ store }) => store.watch !== undefined,
};

/** One test of the contract, with its title. */
export type StoreContractItem = ContractCase<OpenStore, StoreAbility>;

/** Opens a store, checks it, and always closes it and everything that was created from it. */
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

/** Opens a store and a second instance of it. */
export async function withInstances(
  open: OpenStore,
  check: (one: FlagStore, other: FlagStore) => Promise<void>,
): Promise<void> {
  await withStore(open, async ({ store, another }) => {
    await check(store, await present(another)());
  });
}

/** Opens a store and runs the check during an outage, which is always ended. */
export async function withOutage(
  open: OpenStore,
  check: (subject: StoreUnderTest, outage: (during: () => Promise<void>) => Promise<void>) => Promise<void>,
): Promise<void> {
  await withStore(open, async (subject) => {
    await check(subject, async (during) => {
      await subject.break?.();
      try {
        await during();
      } finally {
        await subject.repair?.();
      }
    });
  });
}
