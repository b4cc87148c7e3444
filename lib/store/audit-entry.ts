import { objectArgument } from '../internal/options/arguments.js';
import type { Flag } from '../engine/flag.js';
import type { FlagOverride } from '../engine/flag-override.js';
import type { Segment } from '../engine/targeting/segment.js';
import type { AuditAction } from './audit/audit-actions.js';
import type { FlagSchedule } from './flag-schedule.js';
import type { StoreHistory } from './store-history.js';

/** The subject of an entry: an override, a definition or a scheduled change. */
export type AuditedDocument = FlagOverride | Flag | Segment | FlagSchedule;

/** One change, as the store records it and `changes$` announces it. Frozen. It contains no user context. */
export interface AuditEntry {
  /** A UUID. */
  readonly id: string;
  /** The number of the change in its store: consecutive, whichever instance made the change. */
  readonly version: number;
  /** ISO 8601, in UTC. */
  readonly time: string;
  /** The actor: as named by the caller, `provider:NAME` or `expiry`; `unknown` if none was named. */
  readonly actor: string;
  /** The kind of change. */
  readonly action: AuditAction;
  /**
   * The key of the flag or segment, depending on the action; for a schedule, the key that it changes; for a store, its
   * name.
   */
  readonly key: string;
  /** The override, definition or schedule before the change; `null` if there was none. */
  readonly before: AuditedDocument | null;
  /** The override, definition or schedule after the change; `null` if it was removed. */
  readonly after: AuditedDocument | null;
  /** The reason, in the caller's words; for a schedule that failed or was dropped, the problem. */
  readonly reason?: string | undefined;
  /** The origin: `api`, `provider`, `expiry`, `schedule`, or as named by the caller. */
  readonly origin: string;
  /** The provider that holds the definition; absent if the store holds it. */
  readonly provider?: string | undefined;
  /** The id of the store's history: generated with the first entry of an empty store, and repeated in all others. */
  readonly history?: string | undefined;
  /** The lost history that the store continues, and how far it was known. Only in `store_restored` and `store_accepted`. */
  readonly continues?: StoreHistory | undefined;
  /** The `hash` of the previous entry; empty for the first entry of a store. */
  readonly previousHash: string;
  /**
   * The hash of all documents of the store after this change. Absent if another entry of the same append follows; the
   * entries of one append are stored together or not at all.
   */
  readonly stateHash?: string | undefined;
  /** The hash of this entry, `previousHash` and `stateHash` included: `sha256-…`, or `hmac-sha256-…` with an `auditSecret`. */
  readonly hash: string;
}

/** The conditions of the entries to list. All of them must hold. */
export interface AuditFilter {
  /** The key of the flag or segment. */
  readonly key?: string;
  /** The actor, exactly as recorded. */
  readonly actor?: string;
  /** The kind of change. */
  readonly action?: AuditAction;
  /** Entries at or after this time. */
  readonly since?: Date;
  /** Entries before this time. */
  readonly until?: Date;
  /** Entries older than the one with this version: the `next` of the previous page. */
  readonly before?: number | undefined;
  /** The number of entries on one page, 1 to 1,000. @default 100 */
  readonly limit?: number | undefined;
}

/** A page of the audit log, newest first. */
export interface AuditPage {
  /** The entries of the page. */
  readonly entries: readonly AuditEntry[];
  /** The value of `before` for the next page; absent on the last one. */
  readonly next?: number | undefined;
}

/** The conditions of a validated filter; those that are `undefined` are absent. */
type ReadConditions = { readonly [Name in keyof Omit<AuditFilter, 'limit'>]?: AuditFilter[Name] | undefined };

/** A query of the log: the first `limit` entries, in the given order, that match. */
export interface AuditQuery extends ReadConditions {
  /** Entries newer than the one with this version. */
  readonly after?: number | undefined;
  /** The order of the entries. */
  readonly order: 'newest_first' | 'oldest_first';
  /** The maximum number of entries. */
  readonly limit: number;
}

/** Whether an entry matches a query, apart from its order and limit. */
export function matchesAuditQuery(entry: AuditEntry, query: Omit<AuditQuery, 'order' | 'limit'>): boolean {
  objectArgument(entry, 'The entry of matchesAuditQuery');
  objectArgument(query, 'The query of matchesAuditQuery');
  const time = Date.parse(entry.time);
  return (
    (query.key === undefined || entry.key === query.key) &&
    (query.actor === undefined || entry.actor === query.actor) &&
    (query.action === undefined || entry.action === query.action) &&
    (query.since === undefined || time >= query.since.getTime()) &&
    (query.until === undefined || time < query.until.getTime()) &&
    (query.before === undefined || entry.version < query.before) &&
    (query.after === undefined || entry.version > query.after)
  );
}
