import { setMaxListeners } from 'node:events';
import {
  isRedisCluster,
  type RedisClient,
  type RedisCluster,
  type RedisCommand,
  type RedisConnectionClient,
} from '../redis-client.js';
import { answerWithin } from '../../store/connection/answer-within.js';
import type { RedisConnection } from './redis-connection.js';

/**
 * The application's own client or Cluster, which is never connected or closed here.
 *
 * Node ends the process if a client emits an error without a listener, such as when its server is killed. This class
 * therefore adds a listener until it is closed. It does not report these errors: the store reports each outage, and the
 * application handles the rest.
 */
export class AppConnection implements RedisConnection {
  readonly #client: RedisClient | RedisCluster;
  readonly #timeout: number;
  readonly #closing = new AbortController();
  readonly #ignoreError = () => {}; // a separate function, so that the listeners of other stores with this client are kept

  /** @param timeout the timeout of one answer, in milliseconds */
  constructor(client: RedisClient | RedisCluster, timeout: number) {
    this.#client = client;
    this.#timeout = timeout;
    setMaxListeners(0, this.#closing.signal); // one for each pending command
    client.on('error', this.#ignoreError);
  }

  async send(command: RedisCommand, key: string, limit: number): Promise<unknown> {
    this.#assertConnected();
    const unsent = new AbortController();
    try {
      return await answerWithin(() => this.#send(command, key, unsent.signal), limit, this.#closing.signal);
    } catch (error) {
      unsent.abort(); // queued commands must not be executed after the caller has got an error
      throw error;
    }
  }

  /**
   * Duplicates the application's client for subscriptions; for a Cluster, that of any node, because each node receives
   * the messages of all.
   */
  async another(): Promise<RedisConnectionClient> {
    this.#assertConnected();
    const client = await answerWithin(() => this.#node(), this.#timeout, this.#closing.signal);
    return client.duplicate({
      socket: { ...client.options?.socket, connectTimeout: this.#timeout, reconnectStrategy: false },
      clientSideCache: undefined, // this connection would clear the application's cache
      emitInvalidate: false,
      commandOptions: undefined,
      pingInterval: undefined,
      maintNotifications: 'disabled',
    });
  }

  close(reason: unknown): void {
    this.#closing.abort(reason);
    this.#client.off('error', this.#ignoreError);
  }

  #send(command: RedisCommand, key: string, abortSignal: AbortSignal): Promise<unknown> {
    const client = this.#client;
    const options = { typeMapping: {}, abortSignal };
    if (isRedisCluster(client)) return client.sendCommand(key, false, [...command], options); // replicas may be outdated
    return client.sendCommand(command, options);
  }

  async #node(): Promise<RedisClient> {
    const client = this.#client;
    return isRedisCluster(client) ? await client.nodeClient(client.getRandomNode()) : client;
  }

  /** Checks that the client is connected, because its own queue would otherwise hold commands back. */
  #assertConnected(): void {
    const client = this.#client;
    if (!client.isOpen) throw new Error('the client of option "client" is not open: await client.connect() first');
    if (!isRedisCluster(client) && !client.isReady) throw new Error('the client of option "client" has no connection');
  }
}
