import type { AuditEntry, AuditQuery } from '../../../lib/store/audit-entry.js';
import {
  START,
  type FlagStore,
  type StickyDocument,
  type StoreContent,
  type StoreListener,
  type StorePosition,
} from '../../../lib/store/flag-store.js';
import { MemoryStore } from '../../../lib/store/memory/memory.store.js';

type Append = () => boolean | Promise<boolean>;
type Feed = (entries: readonly AuditEntry[], tell: (entries?: readonly AuditEntry[]) => void) => void;

/**
 * One instance's connection to a store in memory, which does at each moment what the test says. Instances share a store
 * when their connections have one memory.
 */
export class ScriptedStore implements FlagStore {
  readonly name = 'shared';
  /** The listeners of the store. */
  readonly listeners = new Set<StoreListener>();
  /** What every call throws while the store is unavailable. */
  failure: Error | undefined;
  /** Answers a turn of the event loop later. */
  slow = false;
  /** Never answers. */
  hangs = false;
  closes = 0;
  watches = 0;
  reads = 0;
  /** How often it was asked anything. */
  calls = 0;
  /** What becomes of an append, and of its answer. */
  onAppend: (append: Append, entries: readonly AuditEntry[]) => boolean | Promise<boolean> = (append) => append();
  /** What becomes of a message that entries were added. */
  onFeed: Feed = (entries, tell) => tell(entries);
  onLease: () => boolean = () => true;

  constructor(public memory = new MemoryStore()) {}

  read(): StoreContent | Promise<StoreContent> {
    this.reads++;
    return this.#answer(() => this.memory.read());
  }

  append(entries: readonly AuditEntry[], last: StorePosition): boolean | Promise<boolean> {
    return this.#answer(() => this.onAppend(() => this.memory.append(entries, last), entries));
  }

  query(query: AuditQuery): readonly AuditEntry[] | Promise<readonly AuditEntry[]> {
    return this.#answer(() => this.memory.query(query));
  }

  async watch(listener: StoreListener): Promise<() => void> {
    this.watches++;
    return await this.#answer(() => {
      const end = this.memory.watch({
        ...listener,
        changed: (entries = [], after) => {
          const [first] = entries;
          this.onFeed(entries, (told) =>
            listener.changed(told, told?.[0]?.id === first?.id ? after : this.#behind(told)),
          );
        },
      });
      this.listeners.add(listener);
      return () => {
        this.listeners.delete(listener);
        end();
      };
    });
  }

  readSticky(units: readonly string[]): readonly StickyDocument[] | Promise<readonly StickyDocument[]> {
    return this.#answer(() => this.memory.readSticky(units));
  }

  writeSticky(documents: readonly StickyDocument[]): readonly StickyDocument[] | Promise<readonly StickyDocument[]> {
    return this.#answer(() => this.memory.writeSticky(documents));
  }

  lease(): boolean | Promise<boolean> {
    return this.#answer(() => this.onLease());
  }

  close(): void {
    this.closes++;
  }

  /** The position before entries that are announced on their own. */
  #behind(told: readonly AuditEntry[] | undefined): StorePosition | undefined {
    const before = told?.[0]?.version;
    if (before === undefined) return undefined;
    return this.memory.query({ before, order: 'newest_first', limit: 1 })[0] ?? START;
  }

  #answer<T>(work: () => T | Promise<T>): T | Promise<T> {
    this.calls++;
    if (this.hangs) return new Promise(() => {});
    if (this.slow) return new Promise((resolve) => setImmediate(resolve)).then(() => this.#now(work));
    return this.#now(work);
  }

  #now<T>(work: () => T | Promise<T>): T | Promise<T> {
    if (this.failure !== undefined) throw this.failure;
    return work();
  }
}

/** A store that can do what it must, and no more: it is not watched, shares no sticky variants and has no leases. */
export function plainStore(memory = new MemoryStore()): FlagStore {
  return {
    name: 'plain',
    read: () => memory.read(),
    append: (entries, last) => memory.append(entries, last),
    query: (query) => memory.query(query),
  };
}
