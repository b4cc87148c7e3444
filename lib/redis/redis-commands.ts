import { codeOfReply } from './connection/error-reply.js';
import type { RedisCommand } from './redis-client.js';
import type { RedisConnection } from './connection/redis-connection.js';
import type { RedisFailures } from './connection/redis-failures.js';
import type { ScriptCall } from './scripts/redis-script.js';

/** Sends commands and scripts; what goes wrong is thrown as the store throws it. */
export class RedisCommands {
  readonly #connection: RedisConnection;
  readonly #failures: RedisFailures;
  readonly #timeout: number;

  /** @param timeout how long one answer may take, in milliseconds */
  constructor(connection: RedisConnection, failures: RedisFailures, timeout: number) {
    this.#connection = connection;
    this.#failures = failures;
    this.#timeout = timeout;
  }

  /** Sends one command about one key. */
  async send(command: RedisCommand, key: string): Promise<unknown> {
    try {
      return await this.#connection.send(command, key, this.#timeout);
    } catch (error) {
      throw this.#failures.of(error, [key]);
    }
  }

  /**
   * Runs a script on one or more keys, which are in one slot of a Cluster.
   *
   * @param limit how long the answer may take, in milliseconds
   */
  async run({ source, sha1, keys, values }: ScriptCall, limit = this.#timeout): Promise<unknown> {
    const rest = [`${keys.length}`, ...keys, ...values];
    const [key = ''] = keys;
    try {
      return await this.#connection.send(['EVALSHA', sha1, ...rest], key, limit);
    } catch (error) {
      if (codeOfReply(error) !== 'NOSCRIPT') throw this.#failures.of(error, keys);
    }
    try {
      return await this.#connection.send(['EVAL', source, ...rest], key, limit); // which it knows from then on
    } catch (error) {
      throw this.#failures.of(error, keys);
    }
  }
}
