import type { StickyStore } from '../../engine/allocation/sticky.js';
import { AuditLog } from '../audit/audit-log.js';
import { ChangeWriter } from '../changes/change-writer.js';
import type { ManagerEvents } from '../manager-events.js';
import type { ResolvedManagerOptions } from '../options/flag-manager.options.js';
import { BootstrapFile } from '../replica/bootstrap-file.js';
import { buildReplica } from '../replica/build-replica.js';
import { StoreLayer } from '../replica/store-layer.js';
import type { StoreReplica } from '../replica/store-replica.js';
import { SharedStickyStore } from '../sticky/shared-sticky-store.js';

/** What keeps an instance in step with its store. */
export interface StoreParts {
  readonly replica: StoreReplica;
  readonly audit: AuditLog;
  readonly writer: ChangeWriter;
  /** The definitions of the store; absent where it holds none. */
  readonly layer: StoreLayer | undefined;
  readonly sticky: StickyStore;
  /** The same where the store keeps the sticky variants. */
  readonly sharedSticky: SharedStickyStore | undefined;
}

export function buildStoreParts(options: ResolvedManagerOptions, events: ManagerEvents): StoreParts {
  const { store, storesDefinitions, clock, logger, storeTimeout: timeout, storePoll: poll, auditKeys: keys } = options;
  const bootstrap =
    options.bootstrapFile === undefined
      ? undefined
      : new BootstrapFile({ path: options.bootstrapFile, store: store.name, keys, clock, logger });
  const replica = buildReplica({ store, clock, logger, timeout, poll, keys, bootstrap, events });
  const sharedSticky = options.stickyStore === undefined ? buildSharedSticky(options, replica) : undefined;
  return {
    replica,
    audit: new AuditLog((query) => replica.query(query)),
    writer: new ChangeWriter({ replica, clock, timeout }),
    layer: storesDefinitions ? new StoreLayer(store.name, replica) : undefined,
    sticky: options.stickyStore ?? sharedSticky ?? NOTHING_REMEMBERED,
    sharedSticky,
  };
}

function buildSharedSticky({ clock, logger }: ResolvedManagerOptions, replica: StoreReplica): SharedStickyStore {
  return new SharedStickyStore({
    read: (units) => replica.ask((store) => store.readSticky?.(units) ?? []),
    write: (documents) => replica.ask((store) => store.writeSticky?.(documents) ?? documents),
    isAvailable: () => replica.health.isCurrent,
    patience: STICKY_PATIENCE_MS,
    clock,
    logger,
  });
}

const STICKY_PATIENCE_MS = 500;
const NOTHING_REMEMBERED: StickyStore = { get: () => undefined, set: () => {} };
