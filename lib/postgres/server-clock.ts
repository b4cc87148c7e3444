import type { PostgresStatements } from './connection/postgres-statements.js';
import { timeStatement } from './statements/time.statement.js';

/** The longest time for which an answer is used, in milliseconds: clocks that drift apart then differ by a few. */
const MAX_AGE = 30_000;

/** The maximum difference of two clocks after an answer, per millisecond. Servers adjust theirs by up to 0.0005. */
const DRIFT = 0.001;

/**
 * The clock of the server, by its latest answer. Deadlines are given to the server as times of its own clock, so that it
 * can observe them, however long a statement waits for a connection, in a network or for a lock.
 */
export class ServerClock {
  readonly #statements: Pick<PostgresStatements, 'run'>;
  #last: ServerTime | undefined;

  constructor(statements: Pick<PostgresStatements, 'run'>) {
    this.#statements = statements;
  }

  /**
   * Reads the clock, in milliseconds since 1970.
   *
   * @param limit the timeout of the answer, in milliseconds
   */
  async now(limit?: number): Promise<number> {
    return (await this.#read(limit)).time;
  }

  /** Notes a time that an answer contains, immediately after it was received. */
  observe(time: number): ServerTime {
    return (this.#last = { time, received: performance.now() });
  }

  /** Forgets the last answer, because the next one may come from another server. */
  forget(): void {
    this.#last = undefined;
  }

  /**
   * The time of the server's clock at an instant of `performance.now()` in the near future, or a little earlier: how long
   * ago the server wrote its last answer is unknown. Reads the clock if the last answer is old.
   *
   * @param limit the timeout of the answer, in milliseconds
   */
  async timeAt(instant: number, limit: number): Promise<number> {
    const { time, received } = this.#recent ?? (await this.#read(limit));
    return time + (instant - received) * (1 - DRIFT);
  }

  get #recent(): ServerTime | undefined {
    return this.#last !== undefined && performance.now() - this.#last.received <= MAX_AGE ? this.#last : undefined;
  }

  async #read(limit?: number): Promise<ServerTime> {
    const [row] = await this.#statements.run(timeStatement, limit);
    return this.observe(Number(row?.['time']));
  }
}

/** A time of the server's clock, in milliseconds since 1970. */
interface ServerTime {
  readonly time: number;
  /** When it was received, on the clock of `performance.now()`. */
  readonly received: number;
}
