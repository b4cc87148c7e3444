import type { AuditEntry, AuditFilter } from './audit-entry.js';

/** Where the audit log is kept. It only grows. */
export interface AuditStore {
  /** Makes the store ready and tells the last entry that it holds. */
  open(): AuditEntry | undefined | Promise<AuditEntry | undefined>;
  /** Adds entries behind all others; returns once they are safe. */
  append(entries: readonly AuditEntry[]): void | Promise<void>;
  /** The newest `limit` entries that match, newest first. */
  newest(filter: AuditFilter, limit: number): readonly AuditEntry[] | Promise<readonly AuditEntry[]>;
  close?(): void | Promise<void>;
}
