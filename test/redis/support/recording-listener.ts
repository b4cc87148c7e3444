import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import type { StoreListener, StorePosition } from '../../../lib/store/flag-store.js';

/** Keeps what it is told. */
export class RecordingListener implements StoreListener {
  /** The entries of each change; `undefined` where they have to be asked for. */
  readonly changes: (readonly AuditEntry[] | undefined)[] = [];
  /** What the entries of each change were added behind. */
  readonly places: (StorePosition | undefined)[] = [];
  /** `lost` and `resumed`, in their order. */
  readonly outages: string[] = [];
  readonly errors: unknown[] = [];

  changed(entries?: readonly AuditEntry[], after?: StorePosition): void {
    this.changes.push(entries);
    this.places.push(after);
  }

  lost(error: unknown): void {
    this.outages.push('lost');
    this.errors.push(error);
  }

  resumed(): void {
    this.outages.push('resumed');
  }
}
