import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import { Client, type Pool } from 'pg';
import type { Listen } from '../../../lib/postgres/connection/postgres-connection.js';
import type { Statement } from '../../../lib/postgres/connection/statement.js';
import { clientListening } from '../../../lib/postgres/listening/client-listening.js';
import { PostgresWatch } from '../../../lib/postgres/postgres-watch.js';
import { messageOf } from '../../../lib/internal/message-of.js';
import { StoreUnavailableError } from '../../../lib/store/store.errors.js';

export const TIMEOUT_MS = 400;
/** How long it takes at most until an outage is noticed, plus the delay of a busy machine. */
export const NOTICED_MS = 1.5 * TIMEOUT_MS + 300;

export interface WatchOptions {
  /** The pool for statements. */
  readonly pool: Pool;
  /** The URL of the connection that listens. */
  readonly url: string;
  readonly listen?: Listen;
  readonly channel?: string;
  readonly timeout?: number;
  readonly recheck?: number;
}

/** Opens watches that are closed when their test is over. */
export function watches(): (options: WatchOptions) => PostgresWatch {
  const open: PostgresWatch[] = [];
  afterEach(() => {
    for (const watch of open.splice(0)) watch.close(new Error('the test is over'));
  });
  return ({ pool, url, channel = randomUUID(), timeout = TIMEOUT_MS, listen = listeningAt(url), recheck }) => {
    const failures = { of: unavailable };
    const watch = new PostgresWatch({ listen, statements: statementsOf(pool), channel, failures, timeout, recheck });
    open.push(watch);
    return watch;
  };
}

/** Listens with clients of `pg`, each for one session. */
export function listeningAt(url: string): Listen {
  return clientListening(() => new Client({ connectionString: url }));
}

/** Runs statements on clients of a pool. */
export function statementsOf(pool: Pool) {
  return {
    run: async ({ text, values }: Statement) => (await pool.query<Record<string, unknown>>(text, [...values])).rows,
  };
}

function unavailable(error: unknown): StoreUnavailableError {
  return error instanceof StoreUnavailableError
    ? error
    : new StoreUnavailableError('postgres', messageOf(error), { cause: error });
}
