import { randomUUID } from 'node:crypto';
import { deepFreeze } from '../../engine/plain-data.js';
import type { AuditEntry, AuditFilter, AuditPage } from './audit-entry.js';
import type { AuditStore } from './audit-store.js';
import type { Clock } from '../clock.js';
import { isPromise } from '../is-promise.js';
import { InvalidOptionsError } from '../manager.errors.js';

/** What a change adds to the log; id, version and time are the log's own. */
export type AuditRecord = Omit<AuditEntry, 'id' | 'version' | 'time'>;

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** The record of every change: numbered without gaps, append-only. */
export class AuditLog {
  readonly #store: AuditStore;
  readonly #clock: Pick<Clock, 'now'>;
  #last: AuditEntry | undefined;

  constructor(store: AuditStore, clock: Pick<Clock, 'now'>) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @throws {AuditLogError} (`AUDIT_LOG_FAILED`) when the store cannot be opened */
  async open(): Promise<void> {
    this.#last = await this.#store.open();
  }

  /** The number of the last change; 0 before the first. */
  get version(): number {
    return this.#last?.version ?? 0;
  }

  /** Whether this entry is in the log already, judged by its number. */
  knows(entry: AuditEntry): boolean {
    return entry.version <= this.version;
  }

  /** Makes the next entries, without adding them. */
  draft(records: readonly AuditRecord[]): AuditEntry[] {
    const time = new Date(this.#clock.now()).toISOString();
    return records.map((record, i) => deepFreeze({ id: randomUUID(), version: this.version + 1 + i, time, ...record }));
  }

  /** Adds drafted entries; a promise only where the store returns one. */
  append(entries: readonly AuditEntry[]): void | Promise<void> {
    const stored = this.#store.append(entries);
    const done = () => void (this.#last = entries.at(-1) ?? this.#last);
    return isPromise(stored) ? Promise.resolve(stored).then(done) : done();
  }

  /**
   * One page of the log, newest entries first.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when `limit` is not within 1 to 1,000
   */
  async list(filter: AuditFilter = {}): Promise<AuditPage> {
    const limit = filter.limit ?? DEFAULT_LIMIT;
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
      throw new InvalidOptionsError(`The audit log lists 1 to ${MAX_LIMIT} entries at once: set "limit" within that.`);
    }
    const entries = await this.#store.newest(filter, limit + 1);
    const page = entries.slice(0, limit);
    return entries.length > limit ? { entries: page, next: page.at(-1)?.version } : { entries: page };
  }

  async close(): Promise<void> {
    await this.#store.close?.();
  }
}
