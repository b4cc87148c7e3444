/** Where the instances of a worker find their store. It is sent to the worker's process. */
export type StoreAddress = RedisStoreAddress;

export interface RedisStoreAddress {
  readonly kind: 'redis';
  /** The port of a server on this machine, or of a proxy in front of it. */
  readonly port: number;
  readonly prefix: string;
}
