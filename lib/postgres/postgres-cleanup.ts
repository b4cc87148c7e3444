import { randomUUID } from 'node:crypto';
import type { PostgresStatements } from './connection/postgres-statements.js';
import type { PostgresLeases } from './postgres-leases.js';
import type { ExpiredRows } from './statements/expired-rows.statement.js';

/** How often expired rows are removed by one of all instances. */
const EVERY_MS = 60 * 60 * 1000;

export interface PostgresCleanupOptions {
  readonly statements: Pick<PostgresStatements, 'run'>;
  readonly leases: Pick<PostgresLeases, 'take'>;
  /** The rows to remove. */
  readonly expired: readonly ExpiredRows[];
}

/**
 * Removes expired rows, in batches. An instance begins when it writes something, at most once an hour, and only if no other
 * instance has begun within that hour; without writes, nothing expires that was not there before.
 */
export class PostgresCleanup {
  readonly #options: PostgresCleanupOptions;
  readonly #holder = randomUUID();
  #next = -Infinity;
  #isClosed = false;

  constructor(options: PostgresCleanupOptions) {
    this.#options = options;
  }

  /** Call this after something was written that will expire. Rows are removed in the background. */
  afterWrite(): void {
    if (this.#isClosed || performance.now() < this.#next) return;
    this.#next = performance.now() + EVERY_MS;
    void this.#run();
  }

  /** Removes nothing more. */
  close(): void {
    this.#isClosed = true;
  }

  /** Never rejects: rows that were not removed are removed the next time, and reads ignore them. */
  async #run(): Promise<void> {
    const { leases, expired } = this.#options;
    try {
      if (!(await leases.take({ name: 'cleanup', holder: this.#holder, milliseconds: EVERY_MS }))) return;
      for (const rows of expired) await this.#remove(rows);
    } catch {
      // see above
    }
  }

  async #remove({ statement, batch }: ExpiredRows): Promise<void> {
    for (let removed = batch; removed >= batch && !this.#isClosed;) {
      const [row] = await this.#options.statements.run(statement);
      removed = Number(row?.['removed'] ?? 0);
    }
  }
}
