import type { StoreListener } from '../store/flag-store.js';
import { watchConnection } from '../store/connection/watch-connection.js';
import { StoreListeners } from '../store/store-listeners.js';
import { announcedPosition } from '../store/connection/announced-position.js';
import { ReconnectingConnection } from '../store/connection/reconnecting-connection.js';
import { Outage } from '../store/connection/outage.js';
import type { RedisConnection } from './connection/redis-connection.js';
import type { RedisFailures } from './connection/redis-failures.js';
import type { RedisKeys } from './redis-keys.js';
import { RedisSession } from './connection/redis-session.js';

export interface RedisWatchOptions {
  readonly connection: RedisConnection;
  readonly keys: RedisKeys;
  readonly failures: RedisFailures;
  /** The timeout of one answer, in milliseconds. */
  readonly timeout: number;
}

const SUBSCRIBER = 'subscriber';
const COMMANDS = 'commands';

/** Listens for changes on its own connection, as long as there are listeners. */
export class RedisWatch {
  readonly #options: RedisWatchOptions;
  readonly #listeners = new StoreListeners();
  readonly #outage: Outage;
  #subscriber: ReconnectingConnection<RedisSession> | undefined;
  #commandChanges = 0;

  constructor(options: RedisWatchOptions) {
    const { failures } = options;
    this.#options = options;
    this.#outage = new Outage({
      lost: (error) => this.#listeners.lost(failures.of(error)),
      resumed: () => this.#listeners.resumed(),
    });
  }

  /** Resolves once changes are received. */
  async watch(listener: StoreListener): Promise<() => void> {
    const open = () => (this.#subscriber ??= this.#subscribe()).session();
    const close = (reason: unknown) => this.close(reason);
    try {
      return await watchConnection(this.#listeners, listener, { open, close });
    } catch (error) {
      throw this.#options.failures.of(error);
    }
  }

  /**
   * Called when commands can be sent again. The cause of the outage may also have broken the other connection, so it is
   * checked.
   */
  up(): void {
    void this.#resume(++this.#commandChanges);
  }

  /** Called when commands can no longer be sent. */
  down(error: unknown): void {
    this.#commandChanges++;
    this.#outage.begin(COMMANDS, error);
  }

  close(reason: unknown): void {
    this.#subscriber?.close(reason);
    this.#subscriber = undefined;
    this.#outage.end(SUBSCRIBER);
  }

  #subscribe(): ReconnectingConnection<RedisSession> {
    return new ReconnectingConnection({
      open: (signal) => this.#open(signal),
      up: () => this.#outage.end(SUBSCRIBER),
      down: (error) => this.#outage.begin(SUBSCRIBER, error),
    });
  }

  async #open(signal: AbortSignal): Promise<RedisSession> {
    const { connection, keys, timeout } = this.#options;
    const session = await RedisSession.open(await connection.another(), { timeout, signal });
    try {
      await session.subscribe(keys.channel, (message) => this.#listeners.announced(announcedPosition(message)));
      await connection.send(['GET', keys.head], keys.head, timeout); // must work too, because listeners read changes immediately
    } catch (error) {
      session.end(error);
      throw error;
    }
    return session;
  }

  async #resume(change: number): Promise<void> {
    try {
      await (await this.#subscriber?.session())?.send(['PING']);
    } catch {
      // its own outage begins when it ends
    }
    if (change === this.#commandChanges) this.#outage.end(COMMANDS);
  }
}
