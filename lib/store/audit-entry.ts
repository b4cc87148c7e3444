import { objectArgument } from '../internal/options/arguments.js';
import type { Flag } from '../engine/flag.js';
import type { FlagOverride } from '../engine/flag-override.js';
import type { Segment } from '../engine/targeting/segment.js';
import type { AuditAction } from './audit/audit-actions.js';
import type { FlagSchedule } from './flag-schedule.js';
import type { StoreHistory } from './store-history.js';

/** What an entry tells of: an override, a definition or a scheduled change. */
export type AuditedDocument = FlagOverride | Flag | Segment | FlagSchedule;

/** One change, as it is kept and as `changes$` announces it. Frozen; holds no user context. */
export interface AuditEntry {
  /** A UUID. */
  readonly id: string;
  /** Counts the changes of a store: every entry has the next number, whichever instance made it. */
  readonly version: number;
  /** ISO 8601, in UTC. */
  readonly time: string;
  /** Who made the change: what the caller named, `provider:NAME` or `expiry`; `unknown` when nobody was named. */
  readonly actor: string;
  readonly action: AuditAction;
  /** The key of the flag, or of the segment where the action says so; of a schedule, the key that it will change; of the store, its name. */
  readonly key: string;
  /** The override, definition or schedule until now; `null` when there was none. */
  readonly before: AuditedDocument | null;
  /** The override, definition or schedule from now on; `null` when there is none any more. */
  readonly after: AuditedDocument | null;
  /** Why, in the caller's words; of a schedule that failed or was dropped, what went wrong. */
  readonly reason?: string | undefined;
  /** Through what it came: `api`, `provider`, `expiry`, `schedule`, or what the caller named. */
  readonly origin: string;
  /** The provider that holds the definition; absent where the store itself does. */
  readonly provider?: string | undefined;
  /** The history of the store that the entry is part of: drawn with the first entry of an empty store, then repeated. */
  readonly history?: string | undefined;
  /** Of `store_restored` and `store_accepted`: the lost history that the store goes on from, and how far it was known. */
  readonly continues?: StoreHistory | undefined;
  /** The `hash` of the entry before it; empty for the first one of a store. */
  readonly previousHash: string;
  /**
   * Of all documents of the store after this change. Absent where another entry of the same change follows: both were
   * made together, or not at all.
   */
  readonly stateHash?: string | undefined;
  /** Of this entry, `previousHash` and `stateHash` included: `sha256-…`, or `hmac-sha256-…` with an `auditSecret`. */
  readonly hash: string;
}

/** Which entries to list. All conditions must hold. */
export interface AuditFilter {
  readonly key?: string;
  readonly actor?: string;
  readonly action?: AuditAction;
  /** Entries at or after this instant. */
  readonly since?: Date;
  /** Entries before this instant. */
  readonly until?: Date;
  /** Entries older than the one with this version: `next` of the page before. */
  readonly before?: number | undefined;
  /** Entries on one page, 1 to 1,000. @default 100 */
  readonly limit?: number | undefined;
}

/** A page of the audit log, newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** What to give as `before` for the next page; absent on the last one. */
  readonly next?: number | undefined;
}

/** The conditions of a filter that has been read: one that is `undefined` is absent. */
type ReadConditions = { readonly [Name in keyof Omit<AuditFilter, 'limit'>]?: AuditFilter[Name] | undefined };

/** What a store is asked for: the first `limit` entries, in this order, that match. */
export interface AuditQuery extends ReadConditions {
  /** Entries newer than the one with this version. */
  readonly after?: number | undefined;
  readonly order: 'newest_first' | 'oldest_first';
  readonly limit: number;
}

/** Whether an entry is one that a store is asked for; order and limit are the caller's. */
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
