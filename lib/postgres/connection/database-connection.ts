import { setMaxListeners } from 'node:events';
import { answerWithin } from '../../store/connection/answer-within.js';
import type { PostgresDatabase } from '../postgres-database.js';
import { driverErrorOf } from './driver-error.js';
import type { PostgresConnection } from './postgres-connection.js';
import { resultRows } from './result-rows.js';
import type { Row, Statement } from './statement.js';

/** The application's own library, which is never closed here. */
export class DatabaseConnection implements PostgresConnection {
  readonly #database: Pick<PostgresDatabase, 'query'>;
  readonly #closing = new AbortController();

  constructor(database: Pick<PostgresDatabase, 'query'>) {
    this.#database = database;
    setMaxListeners(0, this.#closing.signal); // one for each pending statement
  }

  async send(statement: Statement, limit: number): Promise<readonly Row[]> {
    return resultRows(await answerWithin(() => this.#query(statement), limit, this.#closing.signal));
  }

  close(reason: unknown): void {
    this.#closing.abort(reason);
  }

  async #query({ text, values }: Statement): Promise<unknown> {
    try {
      return await this.#database.query(text, [...values]);
    } catch (error) {
      throw driverErrorOf(error);
    }
  }
}
