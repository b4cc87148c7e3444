import type { AuditEntry, AuditQuery } from '../store/audit-entry.js';
import type { StoreContent } from '../store/flag-store.js';
import type { FlagUsageReport } from '../store/usage/flag-usage.js';
import { composePostgresStore, type PostgresStoreParts } from './compose-postgres-store.js';
import { readPostgresStoreOptions } from './postgres-store.options.js';

/** Reads a `PostgresStore` as a role that may do nothing else, such as that of an auditor, or on a replica. */
export class PostgresReader {
  readonly #parts: PostgresStoreParts;

  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option */
  constructor({ url, schema }: { readonly url: string; readonly schema: string }) {
    this.#parts = composePostgresStore(readPostgresStoreOptions({ url, schema, listen: false }), true);
  }

  async read(): Promise<StoreContent> {
    return await this.#parts.documents.read();
  }

  async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    return await this.#parts.log.query(query);
  }

  async readUsage(): Promise<FlagUsageReport | undefined> {
    return await this.#parts.usage.read();
  }

  /** Closes the connections; all pending calls fail. */
  close(): void {
    const { connection, failures } = this.#parts;
    connection.close(failures.unavailable('it is closed'));
  }
}
