/**
 * An adapter for the library with which an application uses Postgres: a function that runs a statement, and, if the
 * library can do that, one that listens.
 */
export interface PostgresDatabase {
  /**
   * Runs one statement as a transaction of its own, and resolves with its rows, each an object of columns by name. It
   * rejects with the error of the driver, or with an error whose `cause` is that one.
   *
   * @param text the statement, with `$1` for the first value; send it without a name, because not every pooler accepts named ones
   * @param values strings, numbers, booleans, `null`, and arrays of them
   */
  query(text: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;

  /**
   * Listens to a channel on a connection that is used for nothing else, and resolves once notifications are received,
   * with a function that stops it. If this method is absent, give the option `listen`, or the store is polled,
   * with a warning.
   *
   * @param channel the name of the channel, which must be quoted in SQL
   * @param listener receives the payload of each notification; call it with an empty text after a connection was replaced,
   *   so that the store reads what it may have missed
   */
  listen?(channel: string, listener: (payload: string) => void): Promise<() => unknown>;
}

/** The methods used of a `Pool` of the package `pg`. */
export interface PostgresPool {
  /** Lends a client. */
  connect(): Promise<PostgresPoolClient>;
  /** Adds a listener to the errors of idle clients. */
  on(event: 'error', listener: () => void): unknown;
  /** Removes such a listener. */
  removeListener(event: 'error', listener: () => void): unknown;
  /** The number of requests that wait for a free client. */
  readonly waitingCount: number;
  /** The options that the pool was created with, from which the store makes the client that listens. */
  readonly options: object;
}

/** The methods used of a client that a pool lends. */
export interface PostgresPoolClient {
  query(text: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  /** @param isBroken whether to close the client instead of lending it again */
  release(isBroken?: boolean): void;
  on(event: 'error', listener: () => void): unknown;
  removeListener(event: 'error', listener: () => void): unknown;
}
