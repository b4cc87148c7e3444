import type { Row } from '../connection/statement.js';

/** The methods used of a `Client` of the package `pg`, which has a connection of its own. */
export interface ListenClient {
  connect(): Promise<unknown>;
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly Row[] }>;
  end(): Promise<unknown>;
  on(event: 'notification', listener: (message: ListenMessage) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  /** Absent in the client of `pg-native`. */
  readonly connection?: { readonly stream?: { destroy(): unknown } | undefined } | undefined;
}

/** A notification as `pg` delivers it. */
export interface ListenMessage {
  readonly channel: string;
  readonly payload?: string | undefined;
}

/**
 * A client with the settings of the application's pool, which is not counted in the pool. The pool's options are passed on
 * as they are, as the pool itself does: a copy would lack the password and the private key, which are not enumerable.
 *
 * @returns `undefined` if the pool is not one of the package `pg`
 */
export function clientOfPool(pool: { readonly options: object }): ListenClient | undefined {
  const Client: unknown = 'Client' in pool ? pool.Client : undefined;
  return isClientClass(Client) ? new Client(pool.options) : undefined;
}

function isClientClass(value: unknown): value is new (options: object) => ListenClient {
  return typeof value === 'function';
}
