import { setTimeout as delay } from 'node:timers/promises';
import { randomDelay } from '../internal/retry-delays.js';
import type { PostgresStatements } from './connection/postgres-statements.js';
import type { Row, Statement } from './connection/statement.js';
import { isConflict } from './is-conflict.js';

/** The longest pause before an attempt, in milliseconds. */
const LONGEST_PAUSE = 20;

/** Runs statements again after conflicts with other transactions, until they succeed or their timeout has passed. */
export class RepeatedStatements {
  readonly #statements: Pick<PostgresStatements, 'run'>;
  readonly #timeout: number;

  /** @param timeout the timeout of one statement with all its attempts, in milliseconds */
  constructor(statements: Pick<PostgresStatements, 'run'>, timeout: number) {
    this.#statements = statements;
    this.#timeout = timeout;
  }

  /** Throws like {@link PostgresStatements.run}. */
  async run(statement: Statement, limit = this.#timeout): Promise<readonly Row[]> {
    const deadline = performance.now() + limit;
    for (;;) {
      const remaining = deadline - performance.now();
      try {
        return await this.#statements.run(statement, Math.max(1, remaining));
      } catch (error) {
        const pause = randomDelay(LONGEST_PAUSE);
        if (!isConflict(error) || performance.now() + pause >= deadline) throw error;
        await delay(pause);
      }
    }
  }
}
