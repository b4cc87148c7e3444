import { rawMessageOf } from '../../internal/message-of.js';
import { answerWithin, SilenceError } from '../../store/connection/answer-within.js';
import type { PostgresPool, PostgresPoolClient } from '../postgres-database.js';
import { cancelStatement } from './cancel-statement.js';
import { resultRows } from './result-rows.js';
import { sqlStateOf } from './sql-state.js';
import type { Row, Statement } from './statement.js';
import { UnsentStatementError } from './unsent-statement.error.js';

/**
 * Runs one statement on a client that a pool lends. The pool gets the client back in any case; a client that is still
 * busy, or whose server cannot be used any longer, is closed.
 *
 * @param limit the timeout in milliseconds, including the wait for a free client
 * @param signal ends the wait early, with its reason
 * @throws {UnsentStatementError} when no client was free in time; {@link SilenceError}; the error of the driver
 */
export async function queryPool(
  pool: PostgresPool,
  { text, values }: Statement,
  limit: number,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const deadline = performance.now() + limit;
  const client = await freeClient(pool, limit, signal);
  client.on('error', ignoreError);
  const release = (isBroken: boolean) => {
    client.release(isBroken); // from now on, the pool listens to its errors
    client.removeListener('error', ignoreError);
  };
  let result: unknown;
  try {
    const remaining = Math.max(1, Math.ceil(deadline - performance.now()));
    result = await answerWithin(() => client.query(text, [...values]), remaining, signal);
  } catch (error) {
    if (error instanceof SilenceError) void cancelStatement(pool, client, signal).then(() => release(true));
    else release(isUnusableAfter(error));
    throw error;
  }
  release(false);
  return resultRows(result);
}

/** Ignores the error of a client in use, whose statement fails too: without a listener, it would end the process. */
const ignoreError = () => {};

/** The message of a pool with the option `connectionTimeoutMillis`, if no client was free in that time. */
const FULL = 'timeout exceeded when trying to connect';

async function freeClient(pool: PostgresPool, limit: number, signal: AbortSignal): Promise<PostgresPoolClient> {
  let lending: Promise<PostgresPoolClient> | undefined;
  try {
    return await answerWithin(() => (lending = pool.connect()), limit, signal);
  } catch (error) {
    const wasFull = error instanceof SilenceError ? pool.waitingCount > 0 : rawMessageOf(error) === FULL;
    lending?.then((client) => client.release()).catch(() => {}); // it may be lent later; its error is thrown below
    if (!wasFull) throw error;
    throw new UnsentStatementError('all connections of the pool were in use for too long', { cause: error });
  }
}

/** The classes of errors after which a connection is replaced. */
const CONNECTION_ERRORS = new Set(['08', '57', 'XX']);
/** Reported for a canceled statement, after which the connection works. */
const CANCELED = '57014';
/** Reported by a replica: after a failover, the address leads to another server. */
const READ_ONLY = '25006';

/** Whether a connection cannot be used after an error; without an answer of the server, the statement may still run. */
function isUnusableAfter(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state === undefined || state === READ_ONLY) return true;
  return state !== CANCELED && CONNECTION_ERRORS.has(state.slice(0, 2));
}
