import { wholeNumberOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { partNameOption } from '../../internal/options/part-name.js';
import { matchesAuditQuery, type AuditEntry, type AuditQuery } from '../audit-entry.js';
import {
  START,
  type FlagStore,
  type StickyDocument,
  type StoreContent,
  type StoreListener,
  type StorePosition,
} from '../flag-store.js';
import { assertAppendArguments, assertQueryArgument } from '../store-arguments.js';
import { StoreListeners } from '../store-listeners.js';
import { StoredDocuments } from '../stored-documents.js';
import type { FlagUsageDelta, FlagUsageReport } from '../usage/flag-usage.js';
import { LeaseMemory } from './lease-memory.js';
import { StickyMemory } from './sticky-memory.js';
import { UsageMemory } from './usage-memory.js';

/** The options of {@link MemoryStore}. */
export interface MemoryStoreOptions {
  /** The maximum number of audit entries; the oldest are dropped. @default 1,000 */
  readonly auditLogSize?: number | undefined;
  /** The maximum number of units with sticky variants; the least recently used are dropped. @default 100,000 */
  readonly maxUnits?: number | undefined;
  /** The name in `status()`, errors and logs. @default 'memory-store' */
  readonly name?: string | undefined;
}

const storeOptions = new OptionsSchema<MemoryStoreOptions>('MemoryStore', {
  auditLogSize: wholeNumberOption(1),
  maxUnits: wholeNumberOption(1),
  name: partNameOption,
});

/**
 * A store in memory, for the lifetime of the process. Managers that share one behave like instances that share a
 * server, so that it also serves as a test double of the other stores.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 */
export class MemoryStore implements FlagStore {
  readonly name: string;
  readonly isLocal = true;
  readonly #size: number;
  readonly #documents = new StoredDocuments();
  readonly #listeners = new StoreListeners();
  readonly #leases = new LeaseMemory();
  readonly #sticky: StickyMemory;
  readonly #usage = new UsageMemory();
  #entries: AuditEntry[] = [];

  constructor(options: MemoryStoreOptions = {}) {
    const { auditLogSize = 1000, maxUnits = 100_000, name = 'memory-store' } = storeOptions.read(options);
    this.name = name;
    this.#size = auditLogSize;
    this.#sticky = new StickyMemory(maxUnits);
  }

  read(): StoreContent {
    return { position: this.#position, documents: this.#documents.all() };
  }

  append(entries: readonly AuditEntry[], last: StorePosition): boolean {
    assertAppendArguments(entries, last);
    const { version, id } = this.#position;
    if (version !== last.version || id !== last.id) return false;
    for (const entry of entries) {
      this.#documents.apply(entry);
      this.#entries.push(entry); // one by one: a call accepts at most about 100,000 arguments
    }
    if (this.#entries.length >= 2 * this.#size) this.#entries = this.#entries.slice(-this.#size); // rarely
    this.#listeners.changed(entries, last);
    return true;
  }

  query(query: AuditQuery): readonly AuditEntry[] {
    assertQueryArgument(query);
    const found: AuditEntry[] = [];
    const oldest = Math.max(0, this.#entries.length - this.#size);
    const newest = this.#entries.length - 1;
    const step = query.order === 'newest_first' ? -1 : 1;
    for (let i = step < 0 ? newest : oldest; i >= oldest && i <= newest && found.length < query.limit; i += step) {
      const entry = this.#entries[i];
      if (entry !== undefined && matchesAuditQuery(entry, query)) found.push(entry);
    }
    return found;
  }

  watch(listener: StoreListener): () => void {
    return this.#listeners.add(listener);
  }

  readSticky(units: readonly string[]): readonly StickyDocument[] {
    return this.#sticky.read(units);
  }

  writeSticky(documents: readonly StickyDocument[]): readonly StickyDocument[] {
    return this.#sticky.write(documents);
  }

  addUsage(delta: FlagUsageDelta): void {
    this.#usage.add(delta);
  }

  readUsage(): FlagUsageReport | undefined {
    return this.#usage.report;
  }

  lease(name: string, holder: string, milliseconds: number): boolean {
    return this.#leases.take(name, holder, milliseconds);
  }

  get #position(): StorePosition {
    return this.#entries.at(-1) ?? START;
  }
}
