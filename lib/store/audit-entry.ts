import type { Flag } from '../../engine/flag.js';
import type { FlagOverride } from '../../engine/flag-override.js';
import type { Segment } from '../../engine/targeting/segment.js';

/** What can happen to a flag or a segment. */
export type AuditAction =
  | 'override_set'
  | 'override_cleared'
  | 'override_expired'
  | 'flag_created'
  | 'flag_updated'
  | 'flag_deleted'
  | 'segment_created'
  | 'segment_updated'
  | 'segment_deleted';

/** One change, as it is kept and as `changes$` announces it. Frozen; holds no user context. */
export interface AuditEntry {
  /** A UUID. */
  readonly id: string;
  /** Counts the changes: every entry has the next number. */
  readonly version: number;
  /** ISO 8601, in UTC. */
  readonly time: string;
  /** Who made the change: what the caller named, `provider:NAME` or `expiry`; `unknown` when nobody was named. */
  readonly actor: string;
  readonly action: AuditAction;
  /** The key of the flag, or of the segment where the action says so. */
  readonly key: string;
  /** The override or definition until now; `null` when there was none. */
  readonly before: FlagOverride | Flag | Segment | null;
  /** The override or definition from now on; `null` when there is none any more. */
  readonly after: FlagOverride | Flag | Segment | null;
  /** Why, in the caller's words. */
  readonly reason?: string | undefined;
  /** Through what it came: `api`, `provider`, `expiry`, or what the caller named. */
  readonly origin: string;
}

/** Which entries to list. All conditions must hold. */
export interface AuditFilter {
  readonly key?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: AuditAction | undefined;
  /** Entries at or after this instant. */
  readonly since?: Date | undefined;
  /** Entries before this instant. */
  readonly until?: Date | undefined;
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

export function matchesAuditFilter(entry: AuditEntry, filter: AuditFilter): boolean {
  const time = Date.parse(entry.time);
  return (
    (filter.key === undefined || entry.key === filter.key) &&
    (filter.actor === undefined || entry.actor === filter.actor) &&
    (filter.action === undefined || entry.action === filter.action) &&
    (filter.since === undefined || time >= filter.since.getTime()) &&
    (filter.until === undefined || time < filter.until.getTime()) &&
    (filter.before === undefined || entry.version < filter.before)
  );
}
