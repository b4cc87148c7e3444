import type { RedisClientOptions } from 'redis';
import { rejectedClientOptions } from '../../internal/options/rejected-client-options.js';
import { optionalPackage } from '../../internal/optional-package.js';
import type { RedisCommand, RedisConnectionClient } from '../redis-client.js';
import { ReconnectingConnection } from '../../store/connection/reconnecting-connection.js';
import { codeOfReply } from './error-reply.js';
import type { RedisConnection } from './redis-connection.js';
import { RedisSession } from './redis-session.js';

export interface OwnConnectionOptions {
  readonly url?: string | undefined;
  readonly clientOptions?: RedisClientOptions | undefined;
  /** The timeout of one answer, in milliseconds. */
  readonly timeout: number;
  /** Called whenever commands can be sent again. */
  readonly up: () => void;
  /** Called whenever commands can no longer be sent. */
  readonly down: (error: unknown) => void;
}

/** The store's own connection: opened by the first command, and kept open until it is closed. */
export class OwnConnection implements RedisConnection {
  readonly #options: OwnConnectionOptions;
  readonly #kept: ReconnectingConnection<RedisSession>;

  constructor(options: OwnConnectionOptions) {
    const { timeout, up, down } = options;
    this.#options = options;
    const open = async (signal: AbortSignal) => RedisSession.open(await this.another(), { timeout, signal });
    this.#kept = new ReconnectingConnection({ open, up, down });
  }

  async send(command: RedisCommand, _key: string, limit: number): Promise<unknown> {
    const session = await this.#kept.session();
    try {
      return await session.send(command, limit);
    } catch (error) {
      if (codeOfReply(error) === 'READONLY') session.end(error); // after a failover, the address points to another server
      throw error;
    }
  }

  /** @throws {MissingPackageError} (`MISSING_PACKAGE`) when `redis` is not installed */
  async another(): Promise<RedisConnectionClient> {
    const { createClient } = await optionalPackage('redis', 'keep flags in Redis', () => import('redis'));
    const { url, clientOptions = {}, timeout } = this.#options;
    const { clientSideCache: _cache, commandOptions: _options, pingInterval: _interval, ...others } = clientOptions;
    const socket = { ...others.socket, connectTimeout: timeout, reconnectStrategy: false } as const;
    try {
      return createClient({
        maintNotifications: 'disabled', // this class replaces sockets, not the client
        ...others,
        ...(url === undefined ? {} : { url }),
        socket,
        disableOfflineQueue: true,
      });
    } catch (error) {
      throw rejectedClientOptions(
        'The Redis client rejects options "url" and "clientOptions" of RedisStore',
        error,
        url,
      );
    }
  }

  close(reason: unknown): void {
    this.#kept.close(reason);
  }
}
