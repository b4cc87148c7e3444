/**
 * What the store needs of the library with which an application uses Postgres: one function that runs a statement, and
 * one that listens, if the library can.
 */
export interface PostgresDatabase {
  /**
   * Runs one statement, in its own transaction or as its own, and resolves with its rows, each an object of columns by
   * name. It rejects with the error of the driver, or with an error whose `cause` is that one.
   *
   * @param text the statement, with `$1` for the first value; it is never given a name
   * @param values strings, numbers, booleans, `null`, and arrays of them
   */
  query(text: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;

  /**
   * Listens to a channel on a connection that is used for nothing else, and resolves once notifications are received,
   * with a function that stops it. Absent: give the option `listen`, or the store is polled.
   */
  listen?(channel: string, listener: (payload: string) => void): Promise<() => unknown>;
}

/** The methods used of a `Pool` of the package `pg`. */
export interface PostgresPool {
  /** Lends a client. */
  connect(): Promise<PostgresPoolClient>;
  on(event: 'error', listener: () => void): unknown;
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
