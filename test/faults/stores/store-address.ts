/** Where the instances of a worker find their store. It is sent to the worker's process. */
export type StoreAddress = RedisStoreAddress | PostgresStoreAddress;

export interface RedisStoreAddress {
  readonly kind: 'redis';
  /** The port of a server on this machine, or of a proxy in front of it. */
  readonly port: number;
  readonly prefix: string;
}

export interface PostgresStoreAddress {
  readonly kind: 'postgres';
  /** The port of a server on this machine, or of a proxy or pooler in front of it. */
  readonly port: number;
  readonly database: string;
  readonly schema: string;
  readonly user: string;
  readonly password: string;
  /** The number of connections in a pool of the application; absent if the store has connections of its own. */
  readonly poolSize?: number;
  /** The port of the connection that listens, `false` to poll. @default {@link port} */
  readonly listen?: number | false;
}

/** A URL for connections to this database. */
export function databaseUrl({ user, password, database }: PostgresStoreAddress, port: number): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}
