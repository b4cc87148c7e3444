import type { RedisCommand, RedisConnectionClient } from '../redis-client.js';

/** The path of commands to the server: over the store's own connection, which reconnects, or over the application's. */
export interface RedisConnection {
  /**
   * @param key determines the node in a Cluster
   * @param limit the timeout of the answer, in milliseconds
   * @throws the client's error
   */
  send(command: RedisCommand, key: string, limit: number): Promise<unknown>;

  /** Creates a similar client, not yet connected, for a connection that only receives messages. */
  another(): Promise<RedisConnectionClient>;

  /** Closes everything that the store has opened; all pending calls fail with this reason. */
  close(reason: unknown): void;
}
