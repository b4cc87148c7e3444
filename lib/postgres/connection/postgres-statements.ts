import { answerWithin } from '../../store/connection/answer-within.js';
import type { PostgresConnection } from './postgres-connection.js';
import type { PostgresFailures } from './postgres-failures.js';
import type { Row, Statement } from './statement.js';

export interface PostgresStatementsOptions {
  readonly connection: PostgresConnection;
  readonly failures: PostgresFailures;
  /** The timeout of one statement, in milliseconds. */
  readonly timeout: number;
  /** Awaited before each statement, within its timeout. @default nothing */
  readonly ready?: (() => Promise<void>) | undefined;
}

/** Runs statements, and converts errors to those of the store. */
export class PostgresStatements {
  readonly #options: PostgresStatementsOptions;

  constructor(options: PostgresStatementsOptions) {
    this.#options = options;
  }

  /**
   * Runs one statement as its own transaction.
   *
   * @param limit the timeout in milliseconds, including the wait for a free connection
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError} (`STORE_FAILED`)
   */
  async run(statement: Statement, limit = this.#options.timeout): Promise<readonly Row[]> {
    const { connection, failures, ready } = this.#options;
    const deadline = performance.now() + limit;
    try {
      if (ready !== undefined) await answerWithin(ready, limit);
      return await connection.send(statement, Math.max(1, Math.ceil(deadline - performance.now())));
    } catch (error) {
      throw failures.of(error);
    }
  }
}
