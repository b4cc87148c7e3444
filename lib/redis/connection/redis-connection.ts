import type { RedisCommand, RedisConnectionClient } from '../redis-client.js';

/** The path of commands to the server: over the store's own connection, which reconnects, or over the application's. */
export interface RedisConnection {
  /**
   * @param key which a Cluster finds the server by
   * @param limit how long the answer may take, in milliseconds
   * @throws what the client throws
   */
  send(command: RedisCommand, key: string, limit: number): Promise<unknown>;

  /** A client like the own one, not connected yet, for a connection that only listens. */
  another(): Promise<RedisConnectionClient>;

  /** Gives back what is ours, and ends all waits with this reason. */
  close(reason: unknown): void;
}
