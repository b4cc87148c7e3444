import { codeOfReply } from './connection/error-reply.js';
import type { RedisCommand } from './redis-client.js';
import type { RedisConnection } from './connection/redis-connection.js';
import type { RedisFailures } from './connection/redis-failures.js';
import type { ScriptCall } from './scripts/redis-script.js';

/** Sends commands and scripts, and converts errors to those of the store. */
export class RedisCommands {
  readonly #connection: RedisConnection;
  readonly #failures: RedisFailures;
  readonly #timeout: number;

  /** @param timeout the timeout of one answer, in milliseconds */
  constructor(connection: RedisConnection, failures: RedisFailures, timeout: number) {
    this.#connection = connection;
    this.#failures = failures;
    this.#timeout = timeout;
  }

  /** Sends a command for one key. */
  async send(command: RedisCommand, key: string): Promise<unknown> {
    try {
      return await this.#connection.send(command, key, this.#timeout);
    } catch (error) {
      throw this.#failures.of(error, [key]);
    }
  }

  /**
   * Runs a script on one or more keys, which must be in one slot of a Cluster.
   *
   * @param limit the timeout of the answer, in milliseconds
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
      return await this.#connection.send(['EVAL', source, ...rest], key, limit); // from then on, the server has the script
    } catch (error) {
      throw this.#failures.of(error, keys);
    }
  }
}
