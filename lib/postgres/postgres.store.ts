import type { AuditEntry, AuditQuery } from '../store/audit-entry.js';
import type { FlagStore, StickyDocument, StoreContent, StoreListener, StorePosition } from '../store/flag-store.js';
import { assertAppendArguments, assertQueryArgument } from '../store/store-arguments.js';
import type { FlagUsageDelta, FlagUsageReport } from '../store/usage/flag-usage.js';
import { composePostgresStore, type PostgresStoreParts } from './compose-postgres-store.js';
import { readPostgresStoreOptions, type PostgresStoreOptions } from './postgres-store.options.js';

/**
 * Keeps flags, segments, overrides, scheduled changes, sticky variants, usage and the audit log in Postgres (12 or later),
 * in tables of a schema of their own. Instances that share it receive each other's changes immediately. It connects when
 * it is first used. It needs the package `pg`, version 8, unless another library is given as `database`.
 *
 * The store never creates its tables: run the SQL that `npx nestjs-feature-flags postgres sql` prints, or call
 * {@link migratePostgres}. The first call that finds them missing or too old fails with the command.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
 * @example new PostgresStore({ url: process.env.DATABASE_URL })
 * @example
 * // The pool of the application, which reaches a pooler, and a direct connection for changes.
 * new PostgresStore({ pool, listen: process.env.DIRECT_DATABASE_URL, schema: 'shop_flags' });
 */
export class PostgresStore implements FlagStore {
  readonly name: string;
  /** Absent with `listen: false`. */
  readonly watch?: (listener: StoreListener) => Promise<() => void>;
  readonly #parts: PostgresStoreParts;

  constructor(options: PostgresStoreOptions) {
    this.#parts = composePostgresStore(readPostgresStoreOptions(options));
    const { name, watch } = this.#parts;
    this.name = name;
    if (watch !== undefined) this.watch = (listener) => watch.watch(listener);
  }

  async read(): Promise<StoreContent> {
    return await this.#parts.documents.read();
  }

  /**
   * Appends entries. When the promise resolves, they are on the disk of the server, whatever its `synchronous_commit` is,
   * unless `fsync` is off.
   */
  async append(entries: readonly AuditEntry[], last: StorePosition, signal?: AbortSignal): Promise<boolean> {
    assertAppendArguments(entries, last);
    return await this.#parts.log.append(entries, last, signal);
  }

  async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    assertQueryArgument(query);
    return await this.#parts.log.query(query);
  }

  async readSticky(units: readonly string[]): Promise<readonly StickyDocument[]> {
    return await this.#parts.sticky.read(units);
  }

  async writeSticky(documents: readonly StickyDocument[]): Promise<readonly StickyDocument[]> {
    return await this.#parts.sticky.write(documents);
  }

  async addUsage(delta: FlagUsageDelta): Promise<void> {
    await this.#parts.usage.add(delta);
  }

  async readUsage(): Promise<FlagUsageReport | undefined> {
    return await this.#parts.usage.read();
  }

  async lease(name: string, holder: string, milliseconds: number): Promise<boolean> {
    return await this.#parts.leases.take({ name, holder, milliseconds });
  }

  /** Reads the clock of the server. */
  async now(): Promise<number> {
    return await this.#parts.clock.now();
  }

  /** Closes the store's own connections; all pending calls fail. */
  close(): void {
    const { cleanup, watch, connection, failures } = this.#parts;
    const closed = failures.unavailable('it is closed');
    cleanup.close();
    watch?.close(closed);
    connection.close(closed);
  }
}
