import { setMaxListeners } from 'node:events';
import type { PostgresPool } from '../postgres-database.js';
import { ignorePoolErrors } from './ignored-pool-errors.js';
import { queryPool } from './pool-query.js';
import type { PostgresConnection } from './postgres-connection.js';
import type { Row, Statement } from './statement.js';

/**
 * The application's own pool, which is never closed here.
 *
 * Node ends the process if a pool emits an error without a listener, such as when its server is killed. This class
 * therefore adds a listener until it is closed. It does not report these errors: the store reports each outage, and the
 * application handles the rest.
 */
export class AppPoolConnection implements PostgresConnection {
  readonly #pool: PostgresPool;
  readonly #closing = new AbortController();
  readonly #reportErrors: () => void;

  constructor(pool: PostgresPool) {
    this.#pool = pool;
    setMaxListeners(0, this.#closing.signal); // one for each pending statement
    this.#reportErrors = ignorePoolErrors(pool);
  }

  async send(statement: Statement, limit: number): Promise<readonly Row[]> {
    return await queryPool(this.#pool, statement, limit, this.#closing.signal);
  }

  close(reason: unknown): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(reason);
    this.#reportErrors();
  }
}
