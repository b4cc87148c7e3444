import { MemoryStickyStore } from '../../engine/allocation/memory-sticky-store.js';
import type { StickyStore } from '../../engine/allocation/sticky.js';
import { AuditKeys } from '../../store/audit/audit-keys.js';
import type { FlagStore } from '../../store/flag-store.js';
import { MemoryStore } from '../../store/memory/memory.store.js';
import { AuditLog } from '../audit/audit-log.js';
import { ChangeWriter } from '../changes/change-writer.js';
import type { ManagerEvents } from '../manager-events.js';
import type { ResolvedManagerOptions } from '../options/resolve-manager-options.js';
import { BootstrapFile } from '../replica/bootstrap-file.js';
import { buildReplica } from '../replica/build-replica.js';
import { StoreLayer } from '../replica/store-layer.js';
import type { StoreReplica } from '../replica/store-replica.js';
import { SharedStickyStore } from '../sticky/shared-sticky-store.js';

/** The parts that keep an instance up to date with its store. */
export interface StoreParts {
  /** The store from the options, else an in-memory store for everything except flags and segments. */
  readonly store: FlagStore;
  readonly replica: StoreReplica;
  readonly audit: AuditLog;
  readonly writer: ChangeWriter;
  /** The flags and segments of the store; absent if it holds none. */
  readonly layer: StoreLayer | undefined;
  readonly sticky: StickyStore;
  /** The sticky store if variants are kept in the store; else `undefined`. */
  readonly sharedSticky: SharedStickyStore | undefined;
}

export function buildStoreParts(options: ResolvedManagerOptions, events: ManagerEvents): StoreParts {
  const { clock, logger, storeTimeout: timeout, storePoll: poll, bootstrapFile: path } = options;
  const store = options.store ?? new MemoryStore();
  const keys = new AuditKeys(options.audit);
  const bootstrap =
    path === undefined ? undefined : new BootstrapFile({ path, store: store.name, keys, clock, logger });
  const replica = buildReplica({ store, clock, logger, timeout, poll, keys, bootstrap, events });
  return {
    store,
    replica,
    audit: new AuditLog((query) => replica.query(query)),
    writer: new ChangeWriter({ replica, clock, timeout }),
    layer: options.store === undefined ? undefined : new StoreLayer(store.name, replica),
    ...buildStickyParts(options, replica),
  };
}

/** Keeps sticky variants in the `stickyStore` option, else in the store, else in memory. */
function buildStickyParts(
  options: ResolvedManagerOptions,
  replica: StoreReplica,
): Pick<StoreParts, 'sticky' | 'sharedSticky'> {
  if (options.stickyStore !== undefined) return { sticky: options.stickyStore, sharedSticky: undefined };
  if (options.store?.readSticky === undefined) return { sticky: new MemoryStickyStore(), sharedSticky: undefined };
  const sharedSticky = buildSharedSticky(options, replica);
  return { sticky: sharedSticky, sharedSticky };
}

function buildSharedSticky({ clock, logger }: ResolvedManagerOptions, replica: StoreReplica): SharedStickyStore {
  return new SharedStickyStore({
    read: (units) => replica.ask((store) => store.readSticky?.(units) ?? []),
    write: (documents) => replica.ask((store) => store.writeSticky?.(documents) ?? documents),
    isAvailable: () => replica.health.isCurrent,
    timeout: STICKY_TIMEOUT_MS,
    clock,
    logger,
  });
}

const STICKY_TIMEOUT_MS = 500;
