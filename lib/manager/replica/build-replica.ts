import { AuditKeys } from '../../store/audit/audit-keys.js';
import type { FlagStore } from '../../store/flag-store.js';
import type { Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import type { ManagerEvents } from '../manager-events.js';
import type { BootstrapFile } from './bootstrap-file.js';
import { CatchUp } from './catch-up.js';
import { FullRead } from './full-read.js';
import { LogHints } from './log-hints.js';
import { LogVerification } from './log-verification.js';
import { ReceivedChanges } from './received-changes.js';
import { ReplicaContent } from './replica-content.js';
import { ReplicaHealth } from './replica-health.js';
import { StoreAccess } from './store-access.js';
import { StoreAnnouncements } from './store-announcements.js';
import { StoreCalls } from './store-calls.js';
import { StoreReplica } from './store-replica.js';
import { StoreSync } from './store-sync.js';

export interface ReplicaOptions {
  readonly store: FlagStore;
  readonly clock: Clock;
  readonly logger: FlagLogger;
  /** The timeout of one call of the store, in milliseconds. */
  readonly timeout: number;
  /**
   * How often the store is polled for changes that were not announced, in milliseconds; `undefined` if every change is
   * announced reliably.
   */
  readonly poll: number | undefined;
  readonly bootstrap?: BootstrapFile | undefined;
  /** Hashes and verifies entries. @default without a secret */
  readonly keys?: AuditKeys | undefined;
  /** Receives `store_changed` and `store_health_changed`. */
  readonly events: ManagerEvents;
}

/** Builds the replica of a store from the ground up: each part depends only on earlier ones. */
export function buildReplica(options: ReplicaOptions): StoreReplica {
  const { store, clock, logger, timeout, poll, bootstrap, keys = AuditKeys.NONE, events } = options;
  const isLocal = store.isLocal === true;
  const calls = new StoreCalls(store, timeout);
  const health = new ReplicaHealth({ name: store.name, clock, logger, events });
  const content = new ReplicaContent({ store: store.name, keys, health, bootstrap, events });
  const { verifier } = content;
  const received = new ReceivedChanges(content);
  const hints = new LogHints(content, clock);
  const fullRead = new FullRead({ calls, content, health, verifier, bootstrap, logger });
  const catchUp = new CatchUp({ calls, content, health, received, fullRead });
  const announcements = new StoreAnnouncements({ name: store.name, logger, poll });
  const sync = new StoreSync({ calls, content, health, received, hints, catchUp, announcements, clock, poll });
  const access = new StoreAccess({ calls, content, health, sync });
  const verification = new LogVerification({ store, calls, verifier, health });
  return new StoreReplica({
    calls,
    health,
    content,
    catchUp,
    announcements,
    sync,
    access,
    verification,
    bootstrap,
    isLocal,
    timeout,
    clock,
    logger,
  });
}
