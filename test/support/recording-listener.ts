import type { AuditEntry } from '../../lib/store/audit-entry.js';
import type { StoreListener, StorePosition } from '../../lib/store/flag-store.js';

/** Records what it is notified of. */
export class RecordingListener implements StoreListener {
  /** The entries of each change; `undefined` where they have to be asked for. */
  readonly changes: (readonly AuditEntry[] | undefined)[] = [];
  /** The position of each message. */
  readonly announcements: (StorePosition | undefined)[] = [];
  /** `lost`, `unannounced` and `resumed`, in their order. */
  readonly outages: string[] = [];
  readonly errors: unknown[] = [];
  /** The reasons why changes are not announced. */
  readonly reasons: string[] = [];

  changed(entries?: readonly AuditEntry[]): void {
    this.changes.push(entries);
  }

  announced(position?: StorePosition): void {
    this.announcements.push(position);
  }

  lost(error: unknown): void {
    this.outages.push('lost');
    this.errors.push(error);
  }

  unannounced(reason: string): void {
    this.outages.push('unannounced');
    this.reasons.push(reason);
  }

  resumed(): void {
    this.outages.push('resumed');
  }
}

/** The position of a log that ends with these entries. */
export function positionOf(entries: readonly AuditEntry[]): StorePosition | undefined {
  const last = entries.at(-1);
  return last && { version: last.version, id: last.id };
}
