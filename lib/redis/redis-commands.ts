import { codeOfReply } from './connection/error-reply.js';
import type { RedisCommand } from './redis-client.js';
import type { RedisConnection } from './connection/redis-connection.js';
import type { RedisFailures } from './connection/redis-failures.js';
import type { RedisScript } from './scripts/redis-script.js';

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

  /** Runs a script on one or more keys. */
  async run(
    script: RedisScript,
    keys: readonly [string, ...string[]],
    values: readonly string[] = [],
    limit = this.#timeout,
  ): Promise<unknown> {
    const rest = [`${keys.length}`, ...keys, ...values];
    try {
      return await this.#connection.send(['EVALSHA', script.sha1, ...rest], keys[0], limit);
    } catch (error) {
      if (codeOfReply(error) !== 'NOSCRIPT') throw this.#failures.of(error, keys);
    }
    try {
      return await this.#connection.send(['EVAL', script.source, ...rest], keys[0], limit); // which it knows from then on
    } catch (error) {
      throw this.#failures.of(error, keys);
    }
  }
}
