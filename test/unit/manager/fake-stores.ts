import type { AuditEntry, AuditFilter } from '../../../lib/manager/audit/audit-entry.js';
import type { AuditStore } from '../../../lib/manager/audit/audit-store.js';
import { MemoryAuditStore } from '../../../lib/manager/audit/memory-audit-store.js';
import type { OverrideState, OverrideStore } from '../../../lib/manager/overrides/override-store.js';

/** Keeps every state that was saved; fails while `failure` is set; answers later when `slow`. */
export class FakeOverrideStore implements OverrideStore {
  readonly saved: OverrideState[] = [];
  failure: Error | undefined;
  slow = false;

  constructor(public state: OverrideState = { overrides: [] }) {}

  load(): OverrideState {
    return this.state;
  }

  save(state: OverrideState): void | Promise<void> {
    if (this.slow) return new Promise((resolve) => setImmediate(resolve)).then(() => this.#save(state));
    this.#save(state);
  }

  #save(state: OverrideState): void {
    if (this.failure !== undefined) throw this.failure;
    this.saved.push(state);
    this.state = state;
  }
}

/** A log in memory that fails while `failure` is set, and answers later when `slow`. */
export class FakeAuditStore implements AuditStore {
  readonly #log = new MemoryAuditStore();
  failure: Error | undefined;
  slow = false;
  closes = 0;

  open(): AuditEntry | undefined {
    return this.#log.open();
  }

  append(entries: readonly AuditEntry[]): void | Promise<void> {
    if (this.slow) return new Promise((resolve) => setImmediate(resolve)).then(() => this.#append(entries));
    this.#append(entries);
  }

  newest(filter: AuditFilter, limit: number): readonly AuditEntry[] {
    return this.#log.newest(filter, limit);
  }

  close(): void {
    this.closes++;
  }

  #append(entries: readonly AuditEntry[]): void {
    if (this.failure !== undefined) throw this.failure;
    this.#log.append(entries);
  }
}
