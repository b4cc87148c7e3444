import { matchesAuditFilter, type AuditEntry, type AuditFilter } from './audit-entry.js';
import type { AuditStore } from './audit-store.js';

/** The latest changes in memory; the oldest give way. */
export class MemoryAuditStore implements AuditStore {
  #entries: AuditEntry[] = [];
  readonly #size: number;

  /** @param size how many entries are kept. @default 1,000 */
  constructor(size = 1000) {
    this.#size = size;
  }

  open(): AuditEntry | undefined {
    return this.#entries.at(-1);
  }

  append(entries: readonly AuditEntry[]): void {
    this.#entries.push(...entries.slice(-this.#size));
    if (this.#entries.length >= 2 * this.#size) this.#entries = this.#entries.slice(-this.#size); // now and then
  }

  newest(filter: AuditFilter, limit: number): readonly AuditEntry[] {
    const found: AuditEntry[] = [];
    const oldest = Math.max(0, this.#entries.length - this.#size);
    for (let i = this.#entries.length - 1; i >= oldest && found.length < limit; i--) {
      const entry = this.#entries[i];
      if (entry !== undefined && matchesAuditFilter(entry, filter)) found.push(entry);
    }
    return found;
  }
}
