import type { AuditEntry, AuditQuery } from '../../lib/store/audit-entry.js';
import type {
  FlagStore,
  StickyDocument,
  StoreContent,
  StoreListener,
  StorePosition,
} from '../../lib/store/flag-store.js';
import { MemoryStore } from '../../lib/store/memory/memory.store.js';
import { StoreUnavailableError } from '../../lib/store/store.errors.js';
import type { FlagUsageDelta, FlagUsageReport } from '../../lib/store/usage/flag-usage.js';
import type { OpenStore, StoreUnderTest } from '../../lib/testing/store-under-test.js';

type MaybePromise<T> = T | Promise<T>;

/** A server in memory. */
export class Server {
  isAway = false;
  readonly memory = new MemoryStore({ auditLogSize: 10_000 });
}

/** One instance's way to a store that several share: sound, for specs that spoil one thing about it. */
export class SharedStore implements FlagStore {
  readonly name: string = 'shared';
  protected readonly server: Server;

  constructor(server: Server) {
    this.server = server;
  }

  read(): MaybePromise<StoreContent> {
    return this.there.read();
  }

  append(entries: readonly AuditEntry[], last: StorePosition): MaybePromise<boolean> {
    return this.there.append(entries, last);
  }

  query(query: AuditQuery): MaybePromise<readonly AuditEntry[]> {
    return this.there.query(query);
  }

  watch(listener: StoreListener): () => void {
    return this.there.watch(listener);
  }

  readSticky(units: readonly string[]): readonly StickyDocument[] {
    return this.there.readSticky(units);
  }

  writeSticky(documents: readonly StickyDocument[]): readonly StickyDocument[] {
    return this.there.writeSticky(documents);
  }

  addUsage(delta: FlagUsageDelta): MaybePromise<void> {
    this.there.addUsage(delta);
  }

  readUsage(): MaybePromise<FlagUsageReport | undefined> {
    return this.there.readUsage();
  }

  lease(name: string, holder: string, milliseconds: number): boolean {
    return this.there.lease(name, holder, milliseconds);
  }

  now(): MaybePromise<number> {
    return this.there && Date.now();
  }

  close(): MaybePromise<void> {}

  /** What is there, whether it can be reached or not. */
  protected get memory(): MemoryStore {
    return this.server.memory;
  }

  protected get there(): MemoryStore {
    if (this.server.isAway) throw new StoreUnavailableError(this.name, 'nobody answers');
    return this.server.memory;
  }
}

/** A store with one fault, and the title of the test that must find it. */
export type StoreFault = readonly [fault: string, open: OpenStore, title: RegExp];

export type Memory = Server['memory'];

/** Its way to append. */
export type Append = (
  memory: Memory,
  entries: readonly AuditEntry[],
  last: StorePosition,
) => boolean | Promise<boolean>;

/** Instances of a class that share a server. */
export function opened(Store: new (server: Server) => SharedStore): OpenStore {
  return () => {
    const server = new Server();
    return {
      store: new Store(server),
      another: () => new Store(server),
      reopen: () => new Store(server),
      break: () => void (server.isAway = true),
      repair: () => void (server.isAway = false),
    };
  };
}

/** A store without any further ability. */
export function plain(): StoreUnderTest {
  const { memory } = new Server();
  return {
    store: {
      name: 'plain',
      read: () => memory.read(),
      append: (entries, last) => memory.append(entries, last),
      query: (query) => memory.query(query),
    },
  };
}

/** The whole log, whether it can be reached or not. */
export function logOf({ memory }: Server): readonly AuditEntry[] {
  return memory.query({ order: 'oldest_first', limit: Infinity });
}
